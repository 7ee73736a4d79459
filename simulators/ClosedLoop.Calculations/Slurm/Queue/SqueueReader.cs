using System.Globalization;
using System.Text.Json;

namespace ClosedLoop.Calculations;

/// <summary>Reads <c>squeue --json</c>, of 22.05 and of later releases, which wrap numbers as <c>{set, infinite, number}</c> and list states.</summary>
internal static class SqueueReader
{
    /// <summary>The entries that our comments mark.</summary>
    /// <exception cref="JsonException">It is not that, or tells of an error: a controller that is away makes an empty queue and exit code 0.</exception>
    public static IReadOnlyList<SlurmEntry> Read(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("jobs", out var jobs))
        {
            throw new JsonException("squeue --json has no jobs");
        }

        if (document.RootElement.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array && errors.GetArrayLength() > 0)
        {
            throw new JsonException($"squeue --json: {Text(errors[0], "description")}: {Text(errors[0], "error")}");
        }

        return [.. jobs.EnumerateArray().Select(ReadOne).OfType<SlurmEntry>()];
    }

    private static SlurmEntry? ReadOne(JsonElement job)
    {
        if (SlurmComment.BatchOf(Text(job, "comment")) is not { } batch)
        {
            return null;
        }

        var arrayId = Number(job, "array_job_id") ?? 0;
        return new SlurmEntry(
            Number(job, "job_id") ?? 0,
            arrayId,
            arrayId == 0 ? [] : Number(job, "array_task_id") is { } task ? [((int)task, (int)task)] : Ranges(Text(job, "array_task_string")),
            Text(job, "name"),
            batch,
            SlurmStates.Parse(Text(job, "job_state")),
            Text(job, "state_description") is { Length: > 0 } description ? description : Text(job, "state_reason"),
            (int)(Number(job, "exit_code") ?? ExitStatus(job)));
    }

    private static string Text(JsonElement job, string key) => !job.TryGetProperty(key, out var value)
        ? ""
        : value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Array when value.GetArrayLength() > 0 => value[0].GetString() ?? "",
            _ => "",
        };

    private static long? Number(JsonElement job, string key) => job.TryGetProperty(key, out var value) ? Number(value) : null;

    private static long? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetInt64(),
        JsonValueKind.Object when value.TryGetProperty("number", out var number) =>
            value.TryGetProperty("set", out var set) && !set.GetBoolean() ? null : number.GetInt64(),
        _ => null,
    };

    /// <summary>Later releases take the wait status apart.</summary>
    private static long ExitStatus(JsonElement job)
    {
        if (!job.TryGetProperty("exit_code", out var exit) || exit.ValueKind != JsonValueKind.Object)
        {
            return 0;
        }

        var code = exit.TryGetProperty("return_code", out var returned) ? Number(returned) ?? 0 : 0;
        var signal = exit.TryGetProperty("signal", out var by) && by.TryGetProperty("id", out var id) ? Number(id) ?? 0 : 0;
        return (code << 8) | signal;
    }

    /// <summary><c>0-3,5,8-9%4</c>: what follows the percent sign is how many may run at once.</summary>
    private static List<(int First, int Last)> Ranges(string text)
    {
        var ranges = new List<(int, int)>();
        foreach (var part in text.Split('%')[0].Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-');
            if (int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
                && int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last))
            {
                ranges.Add((first, last));
            }
        }

        return ranges;
    }
}
