using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Instruments;

/// <summary>An instrument that can find a dispatch again after its own process died in the middle of it.</summary>
public interface IRecoverableInstrument : IInstrument
{
    /// <summary>
    /// What became of a dispatch whose intent is in the ledger and whose result is not. May wait for a step that is still running and return its outcome;
    /// returns <see cref="StepOutcome.NeverBegun"/> when the device is known not to have begun (it is then performed), null when nobody can say.
    /// </summary>
    Task<StepOutcome?> RecoverAsync(CommandMessage command, IStepContext context, CancellationToken cancellationToken);

    /// <summary>
    /// The end of a dispatch is durable in the ledger: it is never recovered again, and what was kept for that may go. Told after each end, and again of all at each start.
    /// Must be quick and must not throw.
    /// </summary>
    /// <param name="dispatch">The dispatch.</param>
    /// <param name="ending">How it ended.</param>
    void OnEnded(DispatchId dispatch, DispatchStatus ending)
    {
    }
}
