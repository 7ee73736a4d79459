namespace ClosedLoop.Conformance;

/// <summary>The checks, in the order in which they are made.</summary>
public static class ConformanceChecks
{
    /// <summary>What each is about.</summary>
    public static IReadOnlyList<CheckInfo> All => [.. Make().Select(check => new CheckInfo(check.Id, check.Says, check.Rule))];

    internal static IReadOnlyList<IConformanceCheck> Make() =>
    [
        new PresenceCheck(),
        new CapabilitiesCheck(),
        new StateCheck(),
        new CommandCheck(),
        new ResultOrderCheck(),
        new RetainedCheck(),
        new CorrelationCheck(),
        new PlainJsonCheck(),
        new CommandHashCheck(),
        new UnknownMembersCheck(),
        new DuplicateCheck(),
        new ConflictCheck(),
        new ExpiredCheck(),
        new UnknownCapabilityCheck(),
        new MissingParameterCheck(),
        new LimitsCheck(),
        new LedgerMismatchCheck(),
        new OldEpochCheck(),
        new SimulatedMismatchCheck(),
        new RefusalKeptCheck(),
        new BusyCheck(),
        new QueryUnknownCheck(),
        new QueryKnownCheck(),
        new CancelUnknownCheck(),
        new CancelRunningCheck(),
        new TimeLimitCheck(),
        new CloseClearsCheck(),
        new CloseRemembersCheck(),
        new PauseCheck(),
        new SafeStopCheck(),
        new MalformedCheck(),
        new RestartEpochCheck(),
        new RestartWillCheck(),
        new RestartLateWillCheck(),
        new RestartLedgerCheck(),
        new RestartRepublishCheck(),
        new RestartRunningCheck(),
        new RestartMemoryCheck(),
        new RestartRetainedCheck(),
        new ReadableCheck(),
        new LedgerIdCheck(),
    ];
}
