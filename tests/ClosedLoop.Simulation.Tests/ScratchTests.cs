namespace ClosedLoop.Simulation.Tests;

public sealed class ScratchTests
{
    [Fact]
    public void Trace()
    {
        var world = new LabWorld(1);
        var n = 0;
        world.Bus.Observer = e => { if (n++ < 300) Console.Error.WriteLine($"{e.At:HH:mm:ss.fff} {e.Kind} {e.ClientId} {e.Topic}"); };
        world.Start();
        for (var i = 0; i < 200; i++)
        {
            world.Scheduler.RunFor(TimeSpan.FromMilliseconds(100));
            Console.Error.WriteLine($"--- {world.Scheduler.Now:HH:mm:ss.fff} callbacks {world.Scheduler.Callbacks}");
        }
    }
}
