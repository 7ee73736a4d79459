namespace ClosedLoop.Calculations;

/// <summary>What is to be done about a submitted run. A closed set of records.</summary>
internal abstract record SlurmVerdict
{
    private SlurmVerdict()
    {
    }

    /// <summary>Wait and look again.</summary>
    public sealed record Wait : SlurmVerdict;

    /// <summary>Have the accounts asked, then look again.</summary>
    public sealed record AskAccounts : SlurmVerdict;

    /// <summary>Submit it again: the cluster has forgotten it or failed it.</summary>
    public sealed record Again : SlurmVerdict;

    /// <summary>It is over without an ending of its own.</summary>
    /// <param name="Ending">How.</param>
    public sealed record GiveUp(ProcessEnding Ending) : SlurmVerdict;
}
