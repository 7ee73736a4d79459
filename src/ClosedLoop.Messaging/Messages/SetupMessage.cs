using System.ComponentModel.DataAnnotations;

namespace ClosedLoop.Messaging;

/// <summary>An instrument that is set up anew when a command parameter has another value than in its step before.</summary>
/// <param name="By">The command parameter.</param>
/// <param name="Seconds">How long setting up takes, in seconds of its own clock, before the step itself.</param>
public sealed record SetupMessage([property: MinLength(1)] string By, [property: Range(0, double.MaxValue)] double Seconds);
