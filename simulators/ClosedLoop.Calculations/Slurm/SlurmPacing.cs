namespace ClosedLoop.Calculations;

/// <summary>How often the cluster and its shared folder are asked, and how long silence must last before it means something.</summary>
public sealed record SlurmPacing
{
    /// <summary>How long a run waits for others that are submitted with it as one array.</summary>
    public TimeSpan GatherFor { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Between two looks at the marks that a running copy leaves; five times that while it is queued.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Between two polls of the controller, for all runs of the process together; at least ten times what a poll takes.</summary>
    public TimeSpan PollEvery { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The longest pause after polls that failed; each failure doubles it.</summary>
    public TimeSpan PollAtMost { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a command may take before its answer counts as lost.</summary>
    public TimeSpan CommandLimit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the controller must have been answering without knowing a run before it is submitted again; in two polls at least.</summary>
    public TimeSpan ForgottenAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How late a file of a node may be seen here: the attribute cache of a network file system.</summary>
    public TimeSpan FileLag { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a copy is believed to live after its last sign; it gives one every two seconds.</summary>
    public TimeSpan AliveFor { get; init; } = TimeSpan.FromSeconds(30);
}
