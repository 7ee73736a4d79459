namespace ClosedLoop.Reports;

/// <summary>The rectangle that a chart's data fill, in picture units; y grows downwards.</summary>
internal sealed record Frame(double Left, double Top, double Right, double Bottom)
{
    private const double CharacterWidth = 6.3;
    private const double TitleAndTicks = 34;

    /// <summary>Width.</summary>
    public double Width => Right - Left;

    /// <summary>Height.</summary>
    public double Height => Bottom - Top;

    /// <summary>Room left of the frame for the labels and the title of a scale.</summary>
    public static double LeftOf(IScale scale) => TitleAndTicks + (CharacterWidth * scale.Ticks.Select(tick => tick.Label.Length).DefaultIfEmpty(1).Max());

    /// <summary>About how wide a text on an axis is.</summary>
    public static double TextWidth(string text) => CharacterWidth * text.Length;

    /// <summary>How many characters of axis text fit a width.</summary>
    public static int Characters(double width) => (int)(width / CharacterWidth);
}
