namespace ClosedLoop;

/// <summary>What is said of the connection to the broker: nothing of a hiccup, once when it is gone, once when it is back.</summary>
/// <param name="where">The labs and the broker.</param>
/// <param name="grace">How long it may be away without a word.</param>
internal sealed class LinkWords(string where, TimeSpan grace)
{
    private DateTimeOffset? _awaySince;
    private bool _saidAway;
    private bool _saidThere;

    /// <summary>A line when there is something new to say.</summary>
    public string? Changed(bool connected, DateTimeOffset now)
    {
        if (!connected)
        {
            _awaySince ??= now;
            if (_saidAway || now - _awaySince < grace)
            {
                return null;
            }

            _saidAway = true;
            return $"no broker answers for {where}; trying again until it does";
        }

        _awaySince = null;
        if (_saidThere && !_saidAway)
        {
            return null;
        }

        (_saidThere, _saidAway) = (true, false);
        return $"watching {where}";
    }

    /// <summary>What is wrong now, or null.</summary>
    public string? Trouble(DateTimeOffset now) =>
        _saidAway && _awaySince is { } since ? $"no broker answers for {where} since {PictureWords.Age(now - since)}; trying again until it does" : null;
}
