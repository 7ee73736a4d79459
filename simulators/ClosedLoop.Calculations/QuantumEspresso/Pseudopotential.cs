using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ClosedLoop.Calculations;

/// <summary>The file of a pseudopotential: found, read and hashed before a run, so that no program looks for another one by itself.</summary>
/// <param name="File">Its name, without a folder.</param>
/// <param name="Content">Its content.</param>
internal sealed partial record Pseudopotential(string File, byte[] Content)
{
    // All formats say what they are for within this many characters.
    private const int Head = 20_000;

    /// <summary>SHA-256 of the content, in lower-case hexadecimal digits.</summary>
    public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Content));

    /// <summary>The element that the file says it is for; null for formats that do not say it.</summary>
    public string? Element => ElementOf(Encoding.Latin1.GetString(Content, 0, Math.Min(Content.Length, Head)));

    /// <summary>Finds a file in the first folder that has it.</summary>
    /// <param name="file">Its name, without a folder.</param>
    /// <param name="folders">Where to look, in order.</param>
    /// <param name="expected">SHA-256 that it must have; null for any.</param>
    /// <param name="element">The element that it must be for.</param>
    /// <exception cref="CalculationRefusedException">No folder has it, or it is another one than is meant.</exception>
    public static Pseudopotential Find(string file, IReadOnlyList<string> folders, string? expected, string element)
    {
        if (file.AsSpan().ContainsAny('/', '\\'))
        {
            throw new CalculationRefusedException($"the pseudopotential '{file}' is written with a folder; write its name alone, and the folder in the lab file");
        }

        var folder = folders.FirstOrDefault(folder => System.IO.File.Exists(Path.Combine(folder, file)))
            ?? throw new CalculationRefusedException($"the pseudopotential {file} is in none of {string.Join(", ", folders)}");
        var found = new Pseudopotential(file, System.IO.File.ReadAllBytes(Path.Combine(folder, file)));
        if (expected is not null && !string.Equals(expected, found.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new CalculationRefusedException($"the pseudopotential {file} in {folder} is another one than the lab file means: its SHA-256 is {found.Sha256}, not {expected}");
        }

        return found.Element is { } own && own != element
            ? throw new CalculationRefusedException($"the pseudopotential {file} in {folder} is one of {own}, not of {element}")
            : found;
    }

    private static string? ElementOf(string head)
    {
        if (UpfForm().Match(head) is { Success: true } upf)
        {
            return upf.Groups["element"].Value;
        }

        if (OldUpfForm().Match(head) is { Success: true } old)
        {
            return old.Groups["element"].Value;
        }

        var number = AbinitForm().Match(head) is { Success: true } match ? (int)double.Parse(match.Groups["z"].Value, System.Globalization.CultureInfo.InvariantCulture) : 0;
        return number is > 0 and <= 86 ? Calculations.Element.Symbol(number) : null;
    }

    [GeneratedRegex(@"<PP_HEADER[^>]*\belement=[""']\s*(?<element>[A-Z][a-z]?)\s*[""']", RegexOptions.Singleline)]
    private static partial Regex UpfForm();

    [GeneratedRegex(@"<PP_HEADER>\s*\S+[^\n]*\n\s*(?<element>[A-Z][a-z]?)\s+Element")]
    private static partial Regex OldUpfForm();

    // The second line of the formats of abinit: charge of the nucleus, of the ion, date.
    [GeneratedRegex(@"\A[^\n]*\n\s*(?<z>\d+(\.\d*)?)\s+\d+(\.\d*)?\s+\d+\s")]
    private static partial Regex AbinitForm();
}
