using System.Diagnostics;
using System.Text;

namespace ClosedLoop.Simulation.Tests;

/// <summary>Compiles a copy of one of the production projects with a fault planted in it, by the compiler of the SDK that runs the tests.</summary>
internal static class PatchedProject
{
    private static readonly string[] Usings = ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks"];

    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>The path of the assembly.</summary>
    public static string Compile(Mutant mutant, DirectoryInfo folder)
    {
        var project = Path.Combine(Root, mutant.Project);
        var name = Path.GetFileName(project);
        var output = Path.Combine(folder.FullName, $"{name}.dll");
        var arguments = new List<string> { "-nologo", "-unsafe", "-target:library", "-nullable:enable", "-langversion:latest", "-debug-", "-optimize+", "-nowarn:CS1701;CS1702;CS0162;CS0168;CS0414;CS0649", $"-out:{output}" };
        arguments.AddRange(References(name).Select(reference => $"-r:{reference}"));
        arguments.AddRange(Directory.EnumerateFiles(Generators(), "*.dll").Select(generator => $"-analyzer:{generator}"));
        arguments.AddRange(Sources(project).Select(path => Patch(mutant, project, path, folder)));
        arguments.Add(Common(name, folder));
        var response = Path.Combine(folder.FullName, "arguments.rsp");
        File.WriteAllLines(response, arguments.Select(argument => $"\"{argument}\""));
        Run("dotnet", ["exec", Compiler(), $"@{response}"]);
        return output;
    }

    private static IEnumerable<string> Sources(string project) => Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories)
        .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal));

    private static IEnumerable<string> References(string name) =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(path => Path.GetFileNameWithoutExtension(path) != name);

    /// <summary>The file itself, or its copy with the fault in it.</summary>
    private static string Patch(Mutant mutant, string project, string path, DirectoryInfo folder)
    {
        var edits = mutant.Edits.Where(edit => Path.Combine(project, edit.File) == path).ToList();
        if (edits.Count == 0)
        {
            return path;
        }

        var text = File.ReadAllText(path);
        foreach (var edit in edits)
        {
            (text.Split(edit.Text).Length - 1).ShouldBe(1, $"{edit.File} has moved on; plant the fault where «{edit.Text}» went");
            text = text.Replace(edit.Text, edit.Instead, StringComparison.Ordinal);
        }

        var copy = Path.Combine(folder.FullName, Path.GetFileName(path));
        File.WriteAllText(copy, text);
        return copy;
    }

    /// <summary>What the build adds to every project.</summary>
    private static string Common(string name, DirectoryInfo folder)
    {
        var text = new StringBuilder();
        foreach (var space in Usings)
        {
            text.AppendLine($"global using {space};");
        }

        var path = Path.Combine(folder.FullName, "Common.cs");
        File.WriteAllText(path, text.AppendLine("[assembly: System.Reflection.AssemblyVersion(\"1.0.0.0\")]").AppendLine($"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"{name}.Tests\")]").ToString());
        return path;
    }

    private static string Compiler() => Path.Combine(Newest(Path.Combine(Dotnet(), "sdk")), "Roslyn", "bincore", "csc.dll");

    private static string Generators() => Path.Combine(Newest(Path.Combine(Dotnet(), "packs", "Microsoft.NETCore.App.Ref")), "analyzers", "dotnet", "cs");

    private static string Dotnet() => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));

    private static string Newest(string folder) =>
        Directory.EnumerateDirectories(folder).OrderBy(path => Version.TryParse(Path.GetFileName(path).Split('-')[0], out var version) ? version : new Version()).Last();

    private static void Run(string program, IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, said);
    }

    private static string Find(DirectoryInfo? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ClosedLoop.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("ClosedLoop.sln is in no folder above the test");
    }
}
