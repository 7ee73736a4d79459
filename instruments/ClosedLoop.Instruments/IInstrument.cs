using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Instruments;

/// <summary>What an adapter writes: only what its device does. <c>InstrumentHost</c> gives it the whole contract.</summary>
public interface IInstrument
{
    /// <summary>Unique in the lab; letters, digits, <c>-</c> and <c>_</c>.</summary>
    string Id { get; }

    /// <summary>What it is and can do.</summary>
    CapabilitiesMessage Describe();

    /// <summary>
    /// Performs one step. An outcome is returned, also for a failure that the adapter understands; an exception means that nobody knows what became of the sample.
    /// Cancellation asks to stop: return <see cref="StepOutcome.Cancelled"/> when stopped.
    /// </summary>
    Task<StepOutcome> PerformAsync(CommandMessage command, IStepContext context, CancellationToken cancellationToken);

    /// <summary>Brings the device into a safe state; called on safe-stop.</summary>
    Task MakeSafeAsync(CancellationToken cancellationToken);
}
