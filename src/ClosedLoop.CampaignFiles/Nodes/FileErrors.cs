namespace ClosedLoop.CampaignFiles;

/// <summary>Collects the mistakes of one file and of the tables that it names.</summary>
internal sealed class FileErrors(string file)
{
    private readonly List<(int Rank, int Column, CampaignFileError Error)> _errors = [];
    private int _repeated;

    /// <summary>How many were found so far, also those that repeat an earlier one and are not said again.</summary>
    public int Count => _errors.Count + _repeated;

    /// <summary>A mistake at a value.</summary>
    public void Add(FileNode node, string message)
    {
        if (node is BrokenNode)
        {
            _repeated++;
            return;
        }

        Add(node.Line, node.Column, node.Path, message);
    }

    /// <summary>A mistake at a place.</summary>
    public void Add(int line, int column, string path, string message) =>
        _errors.Add((0, column, new CampaignFileError(line, path, message) { File = file }));

    /// <summary>A mistake in a table that the file names.</summary>
    public void AddInTable(string table, int line, string column, string message) =>
        _errors.Add((1, 0, new CampaignFileError(line, column, message) { File = table }));

    /// <summary>All mistakes: the file's own first, each file in line order.</summary>
    public IReadOnlyList<CampaignFileError> InLineOrder() =>
        [.. _errors.OrderBy(e => e.Rank).ThenBy(e => e.Error.Line).ThenBy(e => e.Column).Select(e => e.Error)];
}
