using System.Text.Json.Nodes;

namespace ClosedLoop.Messaging;

/// <summary>The published contract, made from the types that run: AsyncAPI, JSON Schemas and a page to read.</summary>
public static class ContractFiles
{
    private static readonly System.Text.Json.JsonSerializerOptions Indented = new(LabJson.Options) { WriteIndented = true };

    /// <summary>Every file: its path below <c>docs/mqtt</c> → its text.</summary>
    /// <exception cref="FileNotFoundException">The documentation comments of the message types are not beside their assembly.</exception>
    public static IReadOnlyDictionary<string, string> Generate()
    {
        var writer = new SchemaWriter(new DocumentedCode());
        var schemas = ContractMessage.All.ToDictionary(message => message, message => JsonNode.Parse(Text(writer.Of(message)))!.AsObject());
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["asyncapi.yaml"] = "# Made by `closedloop contract`; a test compares it with the types that run.\n" + YamlText.Of(AsyncApiWriter.Document()),
            ["contract.html"] = ContractPage.Html(schemas),
        };
        foreach (var (message, schema) in schemas)
        {
            files[message.SchemaFile] = Text(schema) + "\n";
        }

        return files;
    }

    /// <summary>JSON for people.</summary>
    internal static string Text(JsonNode json) => json.ToJsonString(Indented).ReplaceLineEndings("\n");
}
