using ClosedLoop.Domain;
using ClosedLoop.Storage;

namespace ClosedLoop.Simulators;

/// <content>Disks.</content>
public sealed partial class FaultPlan
{
    /// <summary>A machine's disk as the scenario makes it.</summary>
    /// <param name="inner">The true one.</param>
    /// <param name="site">Whose disk.</param>
    /// <param name="wait">Lets time pass while the disk is busy.</param>
    public IDisk DiskOf(IDisk inner, FaultSite site, Action<TimeSpan> wait) => new FaultyDisk(inner, this, site, wait);

    /// <summary>Why a write fails, as the system would say it; null when it does not.</summary>
    internal string? WriteFails(FaultSite site, string path)
    {
        lock (_gate)
        {
            foreach (var armed in _lab is null ? [] : _faults)
            {
                if (armed.Fault is (Fault.DiskFull or Fault.DiskTorn) and var fault && site.IsTargetOf(fault) && armed.Strikes(Now))
                {
                    Note(fault, site.Name, path);
                    return fault is Fault.DiskFull ? $"No space left on device: {path}" : $"Input/output error after a part was written: {path}";
                }
            }

            return null;
        }
    }

    /// <summary>How long a sync takes.</summary>
    internal TimeSpan SyncTakes(FaultSite site)
    {
        lock (_gate)
        {
            var busy = TimeSpan.Zero;
            foreach (var armed in _lab is null ? [] : _faults)
            {
                if (armed.Fault is Fault.DiskSlow slow && site.IsTargetOf(slow) && armed.Strikes(Now))
                {
                    Note(slow, site.Name, $"a sync takes {slow.By}");
                    busy += slow.By;
                }
            }

            return busy;
        }
    }
}
