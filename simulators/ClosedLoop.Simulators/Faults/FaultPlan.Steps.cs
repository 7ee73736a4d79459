using ClosedLoop.Domain;

namespace ClosedLoop.Simulators;

/// <content>Steps and their results.</content>
public sealed partial class FaultPlan
{
    private readonly Dictionary<DispatchId, StepFaults> _steps = [];
    private readonly Dictionary<(string Instrument, string Output), double> _last = [];

    /// <summary>A device is about to do a step: what goes wrong with it.</summary>
    internal StepFaults OfStep(FaultSite site, string capability, DispatchId id, TimeSpan duration)
    {
        lock (_gate)
        {
            if (_lab is null)
            {
                return StepFaults.None;
            }

            if (_steps.TryGetValue(id, out var known))
            {
                return known;
            }

            var faults = StepFaults.None;
            foreach (var armed in _faults.Where(armed => Concerns(armed.Fault, site, capability)))
            {
                armed.StepBegins(Now);
                switch (armed.Fault)
                {
                    case Fault.OfStep fault when armed.Strikes(Now):
                        faults = faults.With(fault, _speed);
                        Note(fault, site.Name, $"{id}: {capability}");
                        break;
                    case Fault.AtMoment { Trigger.IsTimed: false } when armed.Strikes(Now):
                        StrikeInMidStep(armed, site, duration);
                        break;
                    default:
                        break;
                }
            }

            return _steps[id] = faults;
        }
    }

    /// <summary>What an instrument says that it has measured.</summary>
    internal IReadOnlyDictionary<string, ParameterValue> Spoil(
        FaultSite site,
        string capability,
        DispatchId id,
        IReadOnlyDictionary<string, ParameterValue> outputs)
    {
        lock (_gate)
        {
            var spoilt = new Dictionary<string, ParameterValue>(outputs, StringComparer.Ordinal);
            foreach (var armed in _lab is null ? [] : _faults)
            {
                if (armed.Fault is Fault.OfResult fault
                    && Concerns(fault, site, capability)
                    && Numbers(outputs, fault) is { Count: > 0 } names
                    && armed.Strikes(Now))
                {
                    foreach (var name in names)
                    {
                        spoilt[name] = Spoilt(fault, armed, spoilt[name].Number, _last.GetValueOrDefault((site.Name, name), spoilt[name].Number));
                        Note(fault, site.Name, $"{id}: {name} {outputs[name]} → {spoilt[name]}");
                    }
                }
            }

            foreach (var (name, value) in outputs.Where(output => output.Value.IsNumber))
            {
                _last[(site.Name, name)] = value.Number;
            }

            return spoilt;
        }
    }

    /// <summary>The host's faults count the steps of all instruments.</summary>
    private static bool Concerns(Fault fault, FaultSite site, string capability) =>
        fault.Target.IsHost || fault is Fault.BrokerRestart || fault.Target.Matches(site.Name, [capability]);

    private static List<string> Numbers(IReadOnlyDictionary<string, ParameterValue> outputs, Fault.OfResult fault) =>
    [
        .. outputs.Where(output => output.Value.IsNumber && (fault.Output is null || fault.Output == output.Key))
            .Select(output => output.Key)
            .Order(StringComparer.Ordinal),
    ];

    private double Spoilt(Fault.OfResult fault, ArmedFault armed, double value, double last) => fault switch
    {
        Fault.Drift drift => value + (drift.PerHour * armed.Age(Now).TotalHours),
        Fault.Bias bias => (value * bias.Multiply) + bias.Add,
        Fault.NotANumber => double.NaN,
        Fault.Outlier outlier => value + (armed.Random.Chance(0.5) ? outlier.By : -outlier.By),
        Fault.Stuck => last,
        _ => throw new NotSupportedException(fault.Kind),
    };
}
