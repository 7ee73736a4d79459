using System.Text;

namespace ClosedLoop.CampaignFiles;

/// <summary>
/// Splits comma-separated text (RFC 4180) into rows that know the line they start in, which is what a message about a row needs. Cells are trimmed;
/// blank lines are skipped.
/// </summary>
internal sealed class CsvRows(string text)
{
    private readonly List<string> _cells = [];
    private readonly StringBuilder _cell = new();
    private int _at;
    private int _line = 1;

    /// <summary>
    /// The line where a quote is not closed or stands within a cell; null when all are sound. Known once the rows are read, which end before it.
    /// </summary>
    public int? BadQuoteLine { get; private set; }

    /// <summary>The rows in file order.</summary>
    public IEnumerable<(int Line, IReadOnlyList<string> Cells)> Read()
    {
        // A byte order mark that a spreadsheet left is no part of the first heading.
        _at = text.StartsWith('\uFEFF') ? 1 : 0;
        while (_at < text.Length)
        {
            var line = _line;
            ReadRow();
            if (BadQuoteLine is not null)
            {
                yield break;
            }

            if (_cells is not [""])
            {
                yield return (line, [.. _cells]);
            }
        }
    }

    private void ReadRow()
    {
        _cells.Clear();
        while (true)
        {
            ReadCell();
            if (_at >= text.Length || text[_at++] == '\n')
            {
                _line++;
                return;
            }
        }
    }

    // Stops at the comma or line end after the cell, or at the end of the text.
    private void ReadCell()
    {
        _cell.Clear();
        var wasQuoted = false;
        while (_at < text.Length && text[_at] is not (',' or '\n'))
        {
            if (text[_at] != '"')
            {
                _cell.Append(text[_at++]);
                continue;
            }

            if (wasQuoted || !string.IsNullOrWhiteSpace(_cell.ToString()))
            {
                BadQuoteLine ??= _line;
            }

            wasQuoted = true;
            ReadQuoted();
        }

        _cells.Add(_cell.ToString().Trim());
    }

    private void ReadQuoted()
    {
        var line = _line;
        for (_at++; _at < text.Length; _at++)
        {
            if (text[_at] == '\n')
            {
                _line++;
            }
            else if (text[_at] == '"')
            {
                if (_at + 1 >= text.Length || text[_at + 1] != '"')
                {
                    _at++;
                    return;
                }

                _at++;
            }

            _cell.Append(text[_at]);
        }

        BadQuoteLine ??= line;
    }
}
