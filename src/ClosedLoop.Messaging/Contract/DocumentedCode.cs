using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ClosedLoop.Messaging;

/// <summary>What the documentation comments of the message types say, as the compiler writes them beside each assembly.</summary>
internal sealed partial class DocumentedCode
{
    private readonly Dictionary<Assembly, Dictionary<string, XElement>> _files = [];

    /// <summary>The summary of a type.</summary>
    public string OfType(Type type) => Text(Member(type.Assembly, $"T:{Id(type)}").Element("summary"));

    /// <summary>The summary of a member, or of the parameter of a record that makes it.</summary>
    /// <exception cref="InvalidDataException">Nobody has documented it.</exception>
    public string OfMember(PropertyInfo member)
    {
        var type = member.DeclaringType!;
        var own = Find(type.Assembly, $"P:{Id(type)}.{member.Name}")?.Element("summary");
        var parameter = Member(type.Assembly, $"T:{Id(type)}").Elements("param").FirstOrDefault(element => element.Attribute("name")?.Value == member.Name);
        return Text(own ?? parameter ?? throw new InvalidDataException($"{type.Name}.{member.Name} has no documentation"));
    }

    /// <summary>The summary of an enum value.</summary>
    public string OfValue(Type type, string value) => Text(Member(type.Assembly, $"F:{Id(type)}.{value}").Element("summary"));

    private static string Id(Type type) => type.FullName!.Replace('+', '.');

    /// <summary>Plain text; code and references in backticks, names as JSON writes them.</summary>
    private static string Text(XElement? element)
    {
        var text = new StringBuilder();
        foreach (var node in element?.Nodes() ?? [])
        {
            text.Append(node switch
            {
                XText plain => plain.Value,
                XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
                XElement { Name.LocalName: "see" or "paramref" } reference => $"`{Referred(reference)}`",
                XElement other => Text(other),
                _ => "",
            });
        }

        return Spaces().Replace(text.ToString(), " ").Trim();
    }

    private static string Referred(XElement reference)
    {
        var name = (reference.Attribute("cref") ?? reference.Attribute("name") ?? reference.Attribute("langword"))!.Value.Split('.', '(')[^1];
        return MemberText.Camel(name.EndsWith("Message", StringComparison.Ordinal) ? name[..^"Message".Length] : name);
    }

    private XElement Member(Assembly assembly, string id) => Find(assembly, id) ?? throw new InvalidDataException($"{id} has no documentation");

    private XElement? Find(Assembly assembly, string id)
    {
        if (!_files.TryGetValue(assembly, out var members))
        {
            var path = Path.ChangeExtension(assembly.Location, ".xml");
            members = File.Exists(path)
                ? XDocument.Load(path).Descendants("member").ToDictionary(member => member.Attribute("name")!.Value)
                : throw new FileNotFoundException($"{path} is missing: the documentation comments that the contract is made from", path);
            _files.Add(assembly, members);
        }

        return members.GetValueOrDefault(id);
    }

    [GeneratedRegex("\\s+")]
    private static partial Regex Spaces();
}
