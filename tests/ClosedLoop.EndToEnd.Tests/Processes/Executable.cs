using System.Reflection;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary>The executable as users run it, of the same build as this test.</summary>
internal static class Executable
{
    /// <summary>The checkout that this test was built from.</summary>
    public static string Checkout { get; } = Metadata("Checkout");

    /// <summary><c>closedloop.dll</c>.</summary>
    public static string Path { get; } = Metadata("Program");

    /// <summary>Starts <c>closedloop</c> in a folder; settings override as environment variables do.</summary>
    public static RunningProcess Start(string folder, IEnumerable<string> arguments, params IEnumerable<(string Key, string Value)> settings)
    {
        var environment = settings.ToDictionary(setting => setting.Key, setting => setting.Value);
        environment.TryAdd("ClosedLoop__LabsFolder", folder);
        environment.TryAdd("ClosedLoop__DataFolder", System.IO.Path.Combine(folder, "data"));
        environment.TryAdd("ClosedLoop__Broker__Port", "0");
        return new RunningProcess("dotnet", [Path, .. arguments], folder, environment);
    }

    private static string Metadata(string key) =>
        typeof(Executable).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == key).Value!;
}
