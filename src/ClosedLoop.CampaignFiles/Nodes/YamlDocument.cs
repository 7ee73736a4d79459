using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ClosedLoop.CampaignFiles;

/// <summary>Turns the text of a YAML file into nodes that know their line. Takes the plain part of YAML: no anchors, tags or second documents.</summary>
internal sealed class YamlDocument
{
    private const int MaxLength = 1_000_000;
    private const int MaxDepth = 24;

    private readonly FileErrors _errors;
    private readonly IParser _parser;

    private YamlDocument(string text, FileErrors errors)
    {
        _errors = errors;
        _parser = new Parser(new StringReader(text.TrimStart('\uFEFF')));
    }

    /// <summary>The root map of a file; null, with an error added, when the text is not such a file.</summary>
    public static MapNode? Read(string text, string whatFile, FileErrors errors)
    {
        if (text.Length > MaxLength)
        {
            errors.Add(1, 1, "", $"the file has {text.Length} characters; {whatFile} has at most {MaxLength}");
            return null;
        }

        var document = new YamlDocument(text, errors);
        try
        {
            return document.ReadRoot(whatFile);
        }
        catch (YamlException e)
        {
            var (line, column, message) = YamlMistake.Explain(text, e);
            errors.Add(line, column, "", message);
            return null;
        }
        catch (InvalidOperationException)
        {
            // The YAML scanner throws this, without a place, on some texts with a misplaced sign; the last value that it read tells where it was.
            var line = (int)Math.Max(1, document._parser.Current?.End.Line ?? 1);
            errors.Add(line, 1, "", "not valid YAML: a value in this line or after it starts or ends with a sign that it cannot; put it in quotes");
            return null;
        }
    }

    private MapNode? ReadRoot(string whatFile)
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            _errors.Add(1, 1, "", $"the file is empty; {whatFile} is a map of keys and values (key: value)");
            return null;
        }

        _parser.Consume<DocumentStart>();
        var root = ReadNode("", null, 0);
        _parser.Consume<DocumentEnd>();
        if (!_parser.Accept<StreamEnd>(out _))
        {
            var second = _parser.Consume<DocumentStart>();
            _errors.Add((int)second.Start.Line, 1, "", "a second document starts here; keep one per file and remove the line '---'");
        }

        switch (root)
        {
            case MapNode map:
                return map with { Line = 1 };
            case ScalarNode { IsNothing: true }:
                _errors.Add(1, 1, "", $"the file is empty; {whatFile} is a map of keys and values (key: value)");
                return null;
            default:
                _errors.Add(root, $"{whatFile} is a map of keys and values (key: value), found {root.Kind}");
                return null;
        }
    }

    private FileNode ReadNode(string path, ScalarNode? key, int depth)
    {
        var start = _parser.Current!;
        var (line, column) = ((int)start.Start.Line, (int)start.Start.Column);
        switch (start)
        {
            case AnchorAlias alias:
                _parser.MoveNext();
                _errors.Add(line, column, path, $"aliases (*{alias.Value}) are not supported; write the value out");
                return new BrokenNode(path, line, column);
            case NodeEvent { Anchor.IsEmpty: false } node:
                _errors.Add(line, column, path, $"anchors (&{node.Anchor}) are not supported; write the value out where it is needed");
                break;
            case NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } tag }:
                _errors.Add(line, column, path, $"tags ({ShortTag(tag.Value)}) are not supported; remove it");
                break;
        }

        if (depth > MaxDepth)
        {
            _errors.Add(line, column, path, $"is nested more than {MaxDepth} levels deep");
            _parser.SkipThisAndNestedEvents();
            return new BrokenNode(path, line, column);
        }

        if (_parser.TryConsume<Scalar>(out var scalar))
        {
            return new ScalarNode(path, line, column, scalar.Value, scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any));
        }

        var (ownLine, ownColumn) = key is null ? (line, column) : (key.Line, key.Column);
        return _parser.Accept<SequenceStart>(out _)
            ? new ListNode(path, ownLine, ownColumn, ReadItems(path, depth))
            : new MapNode(path, ownLine, ownColumn, ReadEntries(path, depth));
    }

    private List<FileNode> ReadItems(string path, int depth)
    {
        var items = new List<FileNode>();
        _parser.Consume<SequenceStart>();
        for (var index = 0; !_parser.TryConsume<SequenceEnd>(out _); index++)
        {
            items.Add(ReadNode($"{path}[{index}]", null, depth + 1));
        }

        return items;
    }

    private List<MapEntry> ReadEntries(string path, int depth)
    {
        var entries = new List<MapEntry>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        _parser.Consume<MappingStart>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (ReadNode(path, null, depth + 1) is not ScalarNode key)
            {
                var at = _parser.Current!.Start;
                _errors.Add((int)at.Line, (int)at.Column, path, "a key is a single word; this one is a list or a map");
                _parser.SkipThisAndNestedEvents();
                continue;
            }

            key = key with { Path = path.Length == 0 ? key.Text : $"{path}.{key.Text}" };
            var value = ReadNode(key.Path, key, depth + 1);
            if (!seen.TryAdd(key.Text, key.Line))
            {
                _errors.Add(key, $"the key appears twice, first in line {seen[key.Text]}; keep one of them");
            }
            else
            {
                entries.Add(new MapEntry(key, value));
            }
        }

        return entries;
    }

    private static string ShortTag(string tag) => tag.Replace("tag:yaml.org,2002:", "!!", StringComparison.Ordinal);
}
