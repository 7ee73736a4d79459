using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using ClosedLoop.Domain;
using ClosedLoop.Mqtt;

namespace ClosedLoop.Messaging;

/// <summary>
/// W3C <c>traceparent</c> of the lab's messages: a trial is a trace, a dispatch is a span of it, and what an instrument does for a dispatch is a span below that. All follow
/// from names, so a resend, a restarted host and a reader without any tracing tool speak of the same trace.
/// </summary>
internal static class Traceparent
{
    /// <summary>The user property's name.</summary>
    public const string Name = "traceparent";

    /// <summary>The one that a received message carries, or null when there is none or it is not well formed.</summary>
    public static string? Of(MqttMessage message) =>
        message.UserProperties.FirstOrDefault(property => property.Key == Name).Value is { } text && ActivityContext.TryParse(text, null, out _) ? text : null;

    /// <summary>The one of an order about a dispatch: the activity that is going on, else the dispatch itself.</summary>
    public static string Of(DispatchId dispatch) =>
        Current() ?? $"00-{Digits($"{dispatch.Run}.{dispatch.Trial}", 32)}-{Digits(dispatch.ToString(), 16)}-01";

    /// <summary>A span below another one, in the same trace.</summary>
    /// <param name="parent">A well-formed <c>traceparent</c>.</param>
    /// <param name="source">Who goes on with it.</param>
    public static string Continue(string parent, string source) => $"00-{parent.Substring(3, 32)}-{Digits($"{parent} {source}", 16)}-{parent.Substring(53, 2)}";

    /// <summary>That of the activity that is going on, or null.</summary>
    public static string? Current() => Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } ? id : null;

    private static string Digits(string text, int count) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..count];
}
