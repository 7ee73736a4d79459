namespace ClosedLoop;

/// <summary>A campaign's event in words; null for those that a person need not see one by one.</summary>
internal static class EventWords
{
    public static (string Text, bool Trouble)? Of(ShownEvent happened)
    {
        var about = happened.Dispatch is { } dispatch ? Step(dispatch) : happened.Trial is { } trial ? $"trial {trial}" : "";
        var text = string.Join(": ", new[] { about, happened.Text }.Where(part => !string.IsNullOrEmpty(part)));
        return happened.Event switch
        {
            "stepDispatched" or "stepAccepted" or "stepSucceeded" or "stepClosed" or "retrained" => null,
            "observationRecorded" => ($"observed {text}", false),
            "batchProposed" => ($"proposed {happened.Text ?? about}", false),
            "stepIndeterminate" => ($"may or may not have happened: {text}", true),
            "stepFailed" or "trialFailed" or "messageQuarantined" or "campaignFaulted" or "campaignAborted" or "campaignAborting" =>
                ($"{Name(happened.Event)} {text}", true),
            _ => ($"{Name(happened.Event)} {text}".TrimEnd(), false),
        };
    }

    /// <summary>A dispatch as a person says it.</summary>
    public static string Step(string dispatch) => Domain.DispatchId.TryParse(dispatch, out var id) ? $"{id.Step} of trial {id.Trial}" : dispatch;

    /// <summary>Whether an instrument's error begins with the dispatch that it befell.</summary>
    public static bool IsOfStep(string error) => Domain.DispatchId.TryParse(error.Split(':')[0], out _);

    /// <summary>An instrument's error, its dispatch as a person says it.</summary>
    public static string Error(string error) => IsOfStep(error) ? Step(error.Split(':')[0]) + error[error.IndexOf(':', StringComparison.Ordinal)..] : error;

    private static string Name(string kind)
    {
        var words = string.Concat(kind.Select(letter => char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));
        return words.StartsWith("campaign ", StringComparison.Ordinal) ? words["campaign ".Length..] : words;
    }
}
