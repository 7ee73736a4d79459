using System.Security.Cryptography;
using System.Text;
using ClosedLoop.Domain;

namespace ClosedLoop.Messaging.Tests;

public sealed class CommandHashTests
{
    [Fact]
    public void Hash_OfAKnownCommand_IsSha256OfTheTextInTheContract()
    {
        const string Hashed = """["tower-7f3a.12.anneal.1","anneal","tower-7f3a.12",true,"atmosphere","targon","temperature","n450.5"]""";
        Lab.Command.Hash().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Hashed))));
        Lab.Command.Hash().ShouldBe("9a99eef62fa605a278a478819c887de1a4a6999c427797403d548e22237b1549");
    }

    [Fact]
    public void Hash_OfWhatMayDifferInAResend_IsTheSame()
    {
        var other = Lab.Command with
        {
            Parameters = new Dictionary<string, ParameterValue> { ["atmosphere"] = "argon", ["temperature"] = 450.5 },
            StartBy = Lab.Start.AddDays(1),
            Epoch = 9,
            LedgerId = "other",
            TimeLimit = TimeSpan.FromSeconds(1),
        };
        other.Hash().ShouldBe(Lab.Command.Hash());
    }

    [Fact]
    public void Hash_OfAnythingElse_Differs()
    {
        CommandMessage[] others =
        [
            Lab.Command with { DispatchId = Lab.Dispatch with { Attempt = 2 } },
            Lab.Command with { Capability = "quench" },
            Lab.Command with { Sample = "tower-7f3a.13" },
            Lab.Command with { Simulated = false },
            Lab.Command with { Parameters = new Dictionary<string, ParameterValue> { ["temperature"] = 450.5 } },
            Lab.Command with { Parameters = new Dictionary<string, ParameterValue> { ["temperature"] = 450.5000000000001, ["atmosphere"] = "argon" } },
            Lab.Command with { Parameters = new Dictionary<string, ParameterValue> { ["temperature"] = "450.5", ["atmosphere"] = "argon" } },
        ];
        others.Append(Lab.Command).Select(command => command.Hash()).Distinct().Count().ShouldBe(others.Length + 1);
    }

    [Fact]
    public void Hash_AfterTheWire_IsTheSame()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var command = new RandomMessages(seed).Command();
            LabJson.TryRead<CommandMessage>(LabJson.Write(command), out var received, out var problem).ShouldBeTrue(problem);
            received.Hash().ShouldBe(command.Hash(), $"seed {seed}");
        }
    }
}
