using System.Text.Json;

namespace ClosedLoop.Domain.Tests;

public class CandidateTests
{
    private static readonly Candidate Some = Samples.Candidate(("x", 1.5), ("solvent", "DMSO"));

    [Fact]
    public void Candidates_WithTheSameValues_AreEqual()
    {
        var other = Samples.Candidate(("x", 1.5), ("solvent", "DMSO"));
        other.ShouldBe(Some);
        other.GetHashCode().ShouldBe(Some.GetHashCode());
        new HashSet<Candidate> { Some }.Contains(other).ShouldBeTrue();
    }

    [Fact]
    public void Candidates_ThatDifferInAnything_AreNotEqual()
    {
        Some.Equals(Samples.Candidate(("x", 1.5000000000000002), ("solvent", "DMSO"))).ShouldBeFalse();
        Some.Equals(Samples.Candidate(("x", 1.5), ("solvent", "water"))).ShouldBeFalse();
        Some.Equals(Samples.Candidate(("y", 1.5), ("solvent", "DMSO"))).ShouldBeFalse();
        Some.Equals(Samples.Candidate(("solvent", "DMSO"), ("x", 1.5))).ShouldBeFalse();
        Some.Equals(Samples.Candidate(("x", 1.5))).ShouldBeFalse();
        Some.Equals(null).ShouldBeFalse();
    }

    [Fact]
    public void Number_IsNotTheTextThatLooksLikeIt() => Samples.Candidate(("x", 1)).ShouldNotBe(Samples.Candidate(("x", "1")));

    [Fact]
    public void Json_KeepsTheOrderOfTheKeysAndTheKindsOfTheValues()
    {
        var json = JsonSerializer.Serialize(Samples.Candidate(("z", 0.1), ("a", "1"), ("m", -3)));
        json.ShouldBe("""{"z":0.1,"a":"1","m":-3}""");
        JsonSerializer.Deserialize<Candidate>(json).ShouldBe(Samples.Candidate(("z", 0.1), ("a", "1"), ("m", -3)));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1.0 / 3)]
    [InlineData(5e-324)]
    [InlineData(double.MaxValue)]
    [InlineData(-1234567.891)]
    public void Json_OfANumber_ReadsBackToTheSameBits(double number)
    {
        var read = JsonSerializer.Deserialize<Candidate>(JsonSerializer.Serialize(Samples.Candidate(("x", number))))!;
        BitConverter.DoubleToInt64Bits(read["x"].Number).ShouldBe(BitConverter.DoubleToInt64Bits(number));
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("1")]
    [InlineData("""{"x":null}""")]
    [InlineData("""{"x":true}""")]
    [InlineData("""{"x":[1]}""")]
    [InlineData("""{"x":{}}""")]
    public void Json_OfSomethingElse_IsRefused(string json) => Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Candidate>(json));

    [Fact]
    public void MissingKey_IsNamed()
    {
        Some.TryGet("y", out _).ShouldBeFalse();
        Should.Throw<KeyNotFoundException>(() => Some["y"]).Message.ShouldContain("'y'");
    }

    [Fact]
    public void Text_NamesKeysAndValues() => Some.ToString().ShouldBe("x=1.5, solvent=DMSO");
}
