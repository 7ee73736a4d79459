using System.Globalization;

namespace ClosedLoop.Calculations;

/// <summary>What a local run and those who start and stop it have written down, in the run's record folder.</summary>
internal sealed class RunRecord(string folder)
{
    private string Begun => Path.Combine(folder, "begun");

    private string StopOrder => Path.Combine(folder, "stop");

    /// <summary>Whether the program was begun, in whichever life.</summary>
    public bool IsBegun => File.Exists(Begun);

    /// <summary>When it was begun; only of one that was.</summary>
    public DateTimeOffset BegunAt => File.GetLastWriteTimeUtc(Begun);

    /// <summary>Why it is to stop: <c>limit</c>, <c>asked</c>, or the megabytes that it has taken and may not; null when nobody wants it to.</summary>
    public string? WhyStop => File.Exists(StopOrder) ? File.ReadAllText(StopOrder).Trim() : null;

    /// <summary>Megabytes that it had taken, when it is to stop for that; else null.</summary>
    public int? OverMemory => int.TryParse(WhyStop, NumberStyles.None, CultureInfo.InvariantCulture, out var megabytes) ? megabytes : null;

    /// <summary>The session of the run, for signals; null when the record is cut.</summary>
    public int? Session => ReadBegun() is [var pid, ..] && int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var session) && session > 1 ? session : null;

    /// <summary>Whether the machine was started again since the run began.</summary>
    public bool IsOfEarlierBoot => ReadBegun() is [_, var boot] && boot != MachineBoot.Id;

    /// <summary>Whether anything of the run is alive: it holds the lock until the last of its processes has ended.</summary>
    public bool IsAlive
    {
        get
        {
            try
            {
                // A shared lock on Unix; refused exactly while the run holds its exclusive one.
                using var handle = File.OpenHandle(Path.Combine(folder, "lock"), FileMode.Open, FileAccess.Read, FileShare.Read);
                return false;
            }
            catch (FileNotFoundException)
            {
                return false;
            }
            catch (IOException)
            {
                return true;
            }
        }
    }

    /// <summary>Notes that it is to stop because it has taken more memory than it may.</summary>
    public void OrderStop(int megabytes) => OrderStop(megabytes.ToString(CultureInfo.InvariantCulture));

    /// <summary>Notes why it is to stop, before anything is done about it. The first reason stays.</summary>
    public void OrderStop(string reason)
    {
        if (!File.Exists(StopOrder))
        {
            File.WriteAllText(StopOrder, reason);
        }
    }

    /// <summary>Sees to it that a run that was never begun never is, whoever may be about to begin it; false when it was begun already.</summary>
    public bool Forbid()
    {
        try
        {
            using var begun = new FileStream(Begun, FileMode.CreateNew);
            return true;
        }
        catch (IOException) when (File.Exists(Begun))
        {
            return false;
        }
    }

    /// <summary>How the program ended; null while that is not written, or not whole.</summary>
    public ProcessEnding? ReadEnding()
    {
        var path = Path.Combine(folder, "exit");
        if (!File.Exists(path))
        {
            return null;
        }

        var lines = File.ReadAllLines(path);
        return lines is [_, .., "end"] && int.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            ? Ending(code, code is > 128 and <= 192 ? code - 128 : null) with
            {
                CpuSeconds = lines.Length > 3 ? ReadTimes(lines[2]) : null,
                WallSeconds = Math.Max(0, (File.GetLastWriteTimeUtc(path) - BegunAt).TotalSeconds),
            }
            : null;
    }

    /// <summary>An ending, with what is known of why.</summary>
    public ProcessEnding Ending(int? exitCode, int? signal)
    {
        var reason = WhyStop;
        return new ProcessEnding(exitCode, signal, reason == "limit", reason is not null) { OverMemory = OverMemory };
    }

    /// <summary>Children's times as a shell prints them: <c>0m1.234000s 0m0.056000s</c>.</summary>
    private static double? ReadTimes(string line)
    {
        var seconds = 0.0;
        foreach (var part in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = part.IndexOf('m', StringComparison.Ordinal);
            if (at < 0
                || !double.TryParse(part.AsSpan(0, at), NumberStyles.Float, CultureInfo.InvariantCulture, out var minutes)
                || !double.TryParse(part.AsSpan(at + 1).TrimEnd('s'), NumberStyles.Float, CultureInfo.InvariantCulture, out var rest))
            {
                return null;
            }

            seconds += (60 * minutes) + rest;
        }

        return seconds;
    }

    private string[] ReadBegun() => File.Exists(Begun) ? File.ReadAllText(Begun).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) : [];
}
