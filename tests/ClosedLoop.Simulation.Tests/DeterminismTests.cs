using ClosedLoop.Soaks;

namespace ClosedLoop.Simulation.Tests;

public sealed class DeterminismTests
{
    [Fact]
    public void SameSeed_RunTwice_WritesTheSameBytes()
    {
        for (var seed = 1UL; seed <= 20; seed++)
        {
            Bytes(seed).ShouldBe(Bytes(seed));
        }
    }

    /// <summary>Every file of every machine.</summary>
    private static Dictionary<string, string> Bytes(ulong seed)
    {
        var world = new SoakWorld(CaseDrawing.Draw(seed, new SoakLimits()));
        world.Run();
        return world.Lab.Machines.SelectMany(machine => machine.Disk.Files.Select(path => (Path: $"{machine.Name}/{path}", Bytes: Convert.ToBase64String(machine.Disk.Outside.Read(path)))))
            .ToDictionary(file => file.Path, file => file.Bytes);
    }
}
