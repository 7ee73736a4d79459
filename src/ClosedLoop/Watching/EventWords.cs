namespace ClosedLoop;

/// <summary>What a person wants to see of what campaigns and instruments say.</summary>
internal static class EventWords
{
    /// <summary>Whether a kind of event is one that a person need not see one by one.</summary>
    public static bool IsDetail(string kind) => kind is "stepDispatched" or "stepAccepted" or "stepSucceeded" or "stepClosed" or "retrained";

    /// <summary>Whether somebody should look at what happened.</summary>
    public static bool IsTrouble(string kind) => kind is "stepFailed" or "stepIndeterminate" or "trialFailed" or "messageQuarantined" or "alarmRaised"
        or "campaignFaulted" or "campaignAborted" or "campaignAborting";

    /// <summary>A dispatch as a person says it.</summary>
    public static string Step(string dispatch) => Domain.DispatchId.TryParse(dispatch, out var id) ? $"{id.Step} of trial {id.Trial}" : dispatch;

    /// <summary>Whether an instrument's error begins with the dispatch that it befell.</summary>
    public static bool IsOfStep(string error) => Domain.DispatchId.TryParse(error.Split(':')[0], out _);

    /// <summary>An instrument's error, its dispatch as a person says it.</summary>
    public static string Error(string error) => IsOfStep(error) ? Step(error.Split(':')[0]) + error[error.IndexOf(':', StringComparison.Ordinal)..] : error;
}
