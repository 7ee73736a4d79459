using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace ClosedLoop.Messaging;

/// <summary>The contract as one page without anything from elsewhere.</summary>
internal static class ContractPage
{
    /// <summary>Sections of <c>contract.md</c> that the page takes over, with the anchors that the text refers to.</summary>
    private static readonly (string Heading, string Anchor)[] Prose =
    [
        ("Payloads", "payloads"),
        ("Clients of MQTT 3.1.1", "clients-of-mqtt-311"),
        ("What an instrument must do so that nothing is done twice", "rules"),
        ("Silence", "silence"),
        ("Files", "files"),
        ("Command hash", "command-hash"),
    ];

    public static string Html(IReadOnlyDictionary<ContractMessage, JsonObject> schemas)
    {
        var page = new StringBuilder();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.Append($"<title>The lab's contract on MQTT</title>\n<style>{ContractStyle.Css}</style>\n</head>\n<body>\n");
        page.Append(Navigation()).Append("<main>\n");
        page.Append("<h1>The lab’s contract on MQTT</h1>\n<p class=\"lead\">Whoever speaks this contract is an instrument of the lab, in whatever language it is written. ");
        page.Append("The truth is in the orchestrator’s journal and in each instrument’s own ledger; MQTT carries orders and shows where things stand. ");
        page.Append("To attach an instrument by hand, see <a href=\"attach-an-instrument.md\">attach-an-instrument.md</a>; for tools there are ");
        page.Append("<a href=\"asyncapi.yaml\">asyncapi.yaml</a> and the <a href=\"schemas/\">JSON Schemas</a>. Made by <code>closedloop contract</code> from the types that run.</p>\n");
        page.Append("<h2 id=\"sequences\">Sequences</h2>\n<p>A heavy line is a retained message: it stays at the broker until it is replaced or cleared.</p>\n");
        foreach (var sequence in ContractSequences.All)
        {
            page.Append($"<figure><figcaption>{WebUtility.HtmlEncode(sequence.Title)}</figcaption>\n{SequenceDrawing.Svg(sequence)}</figure>\n");
        }

        page.Append(Topics());
        page.Append("<h2 id=\"messages\">Messages</h2>\n");
        foreach (var (message, schema) in schemas)
        {
            page.Append(Message(message, schema));
        }

        foreach (var (heading, anchor) in Prose)
        {
            page.Append($"<h2 id=\"{anchor}\">{WebUtility.HtmlEncode(heading)}</h2>\n{MarkdownText.Html(ContractText.Section(heading))}");
        }

        return page.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static string Navigation()
    {
        var messages = string.Concat(ContractMessage.All.Select(message => $"<a class=\"sub\" href=\"#{message.Name}\">{message.Name}</a>"));
        var prose = string.Concat(Prose.Select(section => $"<a href=\"#{section.Anchor}\">{WebUtility.HtmlEncode(section.Heading)}</a>"));
        return $"<nav><strong>closedloop/v1</strong><a href=\"#sequences\">Sequences</a><a href=\"#topics\">Topics</a><a href=\"#messages\">Messages</a>{messages}{prose}</nav>\n";
    }

    private static string Topics()
    {
        var html = new StringBuilder("<h2 id=\"topics\">Topics</h2>\n<p>All begin with <code>closedloop/v1/{lab}/</code>.</p>\n<table class=\"topics\">\n");
        html.Append("<tr><th>Topic</th><th>Sent by</th><th>Retained</th><th>QoS</th><th>Expires</th><th>Message</th><th>What for</th></tr>\n");
        foreach (var channel in ContractChannels.All)
        {
            var retained = !channel.Retained ? "" : channel.KeptUntil is { } until ? $"until {until}" : channel.IsWill ? "yes, and will" : "yes";
            html.Append($"<tr><td>{Topic(channel)}</td><td><span class=\"party {MemberText.Camel($"{channel.Sender}")}\">{MemberText.Camel($"{channel.Sender}")}</span></td>");
            html.Append($"<td>{retained}</td><td>{channel.Qos}</td><td>{MarkdownText.Inline(channel.Expiry)}</td>");
            html.Append($"<td><a href=\"#{channel.Message.Name}\">{channel.Message.Name}</a></td><td>{MarkdownText.Inline(channel.Summary)}</td></tr>\n");
        }

        html.Append("</table>\n<table class=\"names\">\n");
        foreach (var (name, text) in ContractChannels.Parameters)
        {
            html.Append($"<tr><td><code>{{{name}}}</code></td><td>{WebUtility.HtmlEncode(text)}</td></tr>\n");
        }

        return html.Append("</table>\n").ToString();
    }

    private static string Topic(ContractChannel channel)
    {
        var levels = channel.Topic.Split('/').Skip(3).Select(level => level.StartsWith('{') ? $"<i>{level}</i>" : level);
        return $"<code>{string.Join("<wbr>/", levels)}</code>";
    }

    private static string Message(ContractMessage message, JsonObject schema)
    {
        var html = new StringBuilder($"<section id=\"{message.Name}\">\n<h3>{message.Name}</h3>\n<p>{MarkdownText.Inline((string)schema["description"]!)}</p>\n<p class=\"where\">");
        html.Append(string.Join("<br>", ContractChannels.All.Where(channel => channel.Message == message).Select(Topic)));
        html.Append($" <a class=\"schema\" href=\"{message.SchemaFile}\">schema</a></p>\n<table class=\"fields\">\n<tr><th>Member</th><th>Type</th><th>Meaning</th></tr>\n");
        foreach (var field in SchemaFields.Of(schema))
        {
            html.Append($"<tr class=\"{(field.Required ? "required" : "optional")}\"><td><code>{field.Name}</code></td>");
            html.Append($"<td>{WebUtility.HtmlEncode(field.Type)}{(field.Condition is { } condition ? $"<br><small>{WebUtility.HtmlEncode(condition)}</small>" : "")}</td>");
            html.Append($"<td>{MarkdownText.Inline(field.Description)}</td></tr>\n");
        }

        html.Append("</table>\n");
        foreach (var example in ContractText.Examples(message))
        {
            html.Append($"<pre class=\"json\">{WebUtility.HtmlEncode(ContractFiles.Text(example))}</pre>\n");
        }

        return html.Append("</section>\n").ToString();
    }
}
