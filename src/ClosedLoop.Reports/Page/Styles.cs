namespace ClosedLoop.Reports;

/// <summary>The style sheets, as they lie in the assembly.</summary>
internal static class Styles
{
    /// <summary>Colours, and what charts need.</summary>
    public static string Charts { get; } = Embedded("charts.css");

    /// <summary>What the page needs besides.</summary>
    public static string Page { get; } = Embedded("report.css");

    /// <summary>A text in the assembly.</summary>
    public static string Embedded(string name)
    {
        using var reader = new StreamReader(typeof(Styles).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
