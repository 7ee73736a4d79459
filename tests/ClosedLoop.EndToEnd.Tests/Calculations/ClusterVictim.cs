namespace ClosedLoop.EndToEnd.Tests;

/// <summary>What is killed while a campaign calculates on a cluster.</summary>
internal enum ClusterVictim
{
    /// <summary>The campaign's own process.</summary>
    Orchestrator,

    /// <summary>The process that submits and follows the calculations.</summary>
    Instrument,

    /// <summary>The cluster's controller.</summary>
    Slurmctld,

    /// <summary>One node's daemon; what it runs goes on.</summary>
    FirstSlurmd,

    /// <summary>The other node's.</summary>
    SecondSlurmd,
}
