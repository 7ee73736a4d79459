namespace ClosedLoop.Simulation.Tests;

public sealed class DeterminismTests
{
    [Fact]
    public void SameSeed_RunTwice_WritesTheSameBytes()
    {
        for (var seed = 1UL; seed <= 10; seed++)
        {
            Bytes(seed).ShouldBe(Bytes(seed));
        }
    }

    /// <summary>Every file of every machine.</summary>
    private static Dictionary<string, string> Bytes(ulong seed)
    {
        var world = new LabWorld(seed, new WorldSettings { Failures = 0.05, Recoverable = seed % 2 == 0 });
        new Storm(seed, world).Blow();
        return world.Machines.SelectMany(machine => machine.Disk.Files.Select(path => (Path: $"{machine.Name}/{path}", Bytes: Convert.ToBase64String(machine.Disk.Outside.Read(path)))))
            .ToDictionary(file => file.Path, file => file.Bytes);
    }
}
