using System.Security.Cryptography;
using System.Text.Json;
using ClosedLoop.Domain;

namespace ClosedLoop.Journal;

/// <summary>The identity of a campaign specification, and the difference between two.</summary>
public static class CampaignSpecHash
{
    private static readonly JournalJson Indented = new(new JsonSerializerOptions(JournalJson.Default.Options) { WriteIndented = true });

    /// <summary>SHA-256 (hex) of the specification as canonical JSON: comments and layout of the file do not count.</summary>
    public static string Of(CampaignSpec spec)
    {
        // Piece by piece: the rows of a long table take a hundred megabytes as text.
        using var sha = SHA256.Create();
        using (var hashing = new CryptoStream(Stream.Null, sha, CryptoStreamMode.Write))
        {
            JsonSerializer.Serialize(hashing, spec, JournalJson.Default.CampaignSpec);
        }

        return Convert.ToHexStringLower(sha.Hash!);
    }

    /// <summary>Lines that differ, as <c>- was</c> and <c>+ is</c>; empty when the two are the same.</summary>
    public static IReadOnlyList<string> Difference(CampaignSpec was, CampaignSpec now)
    {
        var left = Lines(was);
        var right = Lines(now);
        var same = LongestCommon(left, right);
        var difference = new List<string>();
        var (i, j) = (0, 0);
        while (i < left.Length || j < right.Length)
        {
            if (i < left.Length && j < right.Length && left[i] == right[j])
            {
                (i, j) = (i + 1, j + 1);
            }
            else if (i < left.Length && (j == right.Length || same[i + 1, j] >= same[i, j + 1]))
            {
                difference.Add("- " + left[i++].Trim().TrimEnd(','));
            }
            else
            {
                difference.Add("+ " + right[j++].Trim().TrimEnd(','));
            }
        }

        difference.AddRange(RowDifference(was.Space.Table ?? [], now.Space.Table ?? []));
        return difference;
    }

    private static string[] Lines(CampaignSpec spec) =>
        JsonSerializer.Serialize(spec with { Space = spec.Space with { Table = null } }, Indented.CampaignSpec).Split('\n');

    /// <summary>Rows by content, whatever their place: tables are long.</summary>
    private static IEnumerable<string> RowDifference(IReadOnlyList<Candidate> was, IReadOnlyList<Candidate> now)
    {
        string[] difference = [.. was.Except(now).Select(row => $"- table row {row}"), .. now.Except(was).Select(row => $"+ table row {row}")];
        return difference.Length == 0 && !was.SequenceEqual(now) ? ["+ the table's rows in another order"] : difference;
    }

    private static int[,] LongestCommon(string[] left, string[] right)
    {
        var length = new int[left.Length + 1, right.Length + 1];
        for (var i = left.Length - 1; i >= 0; i--)
        {
            for (var j = right.Length - 1; j >= 0; j--)
            {
                length[i, j] = left[i] == right[j] ? length[i + 1, j + 1] + 1 : Math.Max(length[i + 1, j], length[i, j + 1]);
            }
        }

        return length;
    }
}
