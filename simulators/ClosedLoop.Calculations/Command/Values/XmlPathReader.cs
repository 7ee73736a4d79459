using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using System.Xml.XPath;

namespace ClosedLoop.Calculations;

/// <summary>A number in an XML file.</summary>
/// <param name="File">The file.</param>
/// <param name="Path">An XPath 1.0 expression over names without their namespaces, such as <c>//total_energy/etot</c>, <c>/run/@gap</c> or <c>count(//atom)</c>; the last match counts.</param>
/// <param name="Factor">What the number is multiplied with.</param>
public sealed record XmlPathReader(string File, string Path, double Factor = 1) : ValueReader(File, Factor)
{
    internal override string Way => $"XML path {Path}";

    /// <summary>Why an expression cannot be used; null when it can.</summary>
    public static string? Problem(string path)
    {
        try
        {
            _ = XPathExpression.Compile(path);
            return null;
        }
        catch (Exception error) when (error is XPathException or ArgumentException)
        {
            return error.Message;
        }
    }

    /// <inheritdoc/>
    protected override string? Find(string text, out string problem)
    {
        problem = $"{File} has nothing at {Path}";
        try
        {
            var document = XDocument.Parse(text);
            foreach (var element in document.Descendants())
            {
                element.Name = element.Name.LocalName;
                var plain = element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration).DistinctBy(attribute => attribute.Name.LocalName);
                element.ReplaceAttributes(plain.Select(attribute => new XAttribute(attribute.Name.LocalName, attribute.Value)).ToArray());
            }

            return document.XPathEvaluate(Path) switch
            {
                double number => number.ToString("R", CultureInfo.InvariantCulture),
                IEnumerable<object> nodes when nodes.LastOrDefault() is XElement element => element.Value,
                IEnumerable<object> nodes when nodes.LastOrDefault() is XAttribute attribute => attribute.Value,
                IEnumerable<object> nodes when nodes.LastOrDefault() is XText value => value.Value,
                string value when value.Length > 0 => value,
                _ => null,
            };
        }
        catch (XmlException error)
        {
            problem = $"{File} is not XML: {error.Message}";
            return null;
        }
    }
}
