namespace ClosedLoop.Simulators;

/// <summary>What can be broken of a lab as a whole: virtual, or live.</summary>
public interface IFaultyLab
{
    /// <summary>The instruments.</summary>
    IReadOnlyList<FaultSite> Instruments { get; }

    /// <summary>The orchestrator.</summary>
    FaultSite Host { get; }

    /// <summary>Kills a program and starts it again, at the earliest after so long.</summary>
    void Restart(FaultSite site, TimeSpan down);

    /// <summary>Takes a machine's power away, and starts it again at the earliest after so long.</summary>
    void PowerCut(FaultSite site, TimeSpan down);

    /// <summary>Kills an instrument, deletes its ledger, and starts it again at the earliest after so long.</summary>
    void LoseLedger(FaultSite site, TimeSpan down);

    /// <summary>Kills the broker and starts it again after so long.</summary>
    void RestartBroker(TimeSpan down, bool forgets);

    /// <summary>Takes away everything that steps use up.</summary>
    void EmptyStock();

    /// <summary>Lets nobody answer or fill up anything for so long.</summary>
    void SendPersonAway(TimeSpan duration);

    /// <summary>Lets nothing pass between a client and the broker for so long.</summary>
    void Partition(FaultSite site, TimeSpan duration);
}
