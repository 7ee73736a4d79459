namespace ClosedLoop.CampaignFiles;

/// <summary>Guesses what a misspelt word was meant to be.</summary>
internal static class Suggestion
{
    /// <summary>The known word nearest to a written one, or null when none is near.</summary>
    public static string? For(string written, IEnumerable<string> known)
    {
        var allowed = written.Length <= 3 ? 1 : written.Length <= 8 ? 2 : 3;
        return known
            .Select(word => (word, distance: Distance(Fold(written), Fold(word))))
            .Where(guess => guess.distance <= allowed && guess.distance < guess.word.Length)
            .OrderBy(guess => guess.distance)
            .Select(guess => guess.word)
            .FirstOrDefault();
    }

    /// <summary>"did you mean 'x'?", or what is known when nothing is near.</summary>
    public static string Hint(string written, IReadOnlyCollection<string> known, string listing) =>
        For(written, known) is { } guess ? $"did you mean '{guess}'?" : $"{listing} {string.Join(", ", known)}";

    private static string Fold(string word) => word.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();

    // Edits including the swap of neighbours (optimal string alignment): the usual slips of a typist.
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    d[i, j] = i + j;
                    continue;
                }

                var change = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }
}
