using ClosedLoop.Domain;

namespace ClosedLoop.Calculations.Tests;

public sealed class InputTemplateTests
{
    private static readonly Dictionary<string, ParameterValue> Values = new() { ["a"] = 3.1, ["c_over_a"] = 1.6, ["k"] = 4, ["tiny"] = 1e-8, ["solvent"] = "water", ["evil"] = "x/ &system" };

    [Theory]
    [InlineData("A={{a}}, C={{ a * c_over_a }}", "A=3.1, C=4.960000000000001")]
    [InlineData("{{k:integer}} {{2*k : integer}} 0", "4 8 0")]
    [InlineData("{{tiny}}", "1E-08")]
    [InlineData("--alpb {{solvent:word}}", "--alpb water")]
    [InlineData("no place at all }", "no place at all }")]
    public void Fill_PutsValuesIntoTheirPlaces(string template, string filled) => InputTemplate.Parse("t", template).Fill(Values).ShouldBe(filled);

    [Theory]
    [InlineData("\n{{a:integer}}", "t(2) takes a whole number and is 3.1 for a = 3.1")]
    [InlineData("{{b}}", "'b' is missing; t(1) needs it")]
    [InlineData("{{solvent}}", "solvent is 'water', and t(1) takes a number there; write {{solvent:word}} in the template for a name")]
    [InlineData("{{a:word}}", "a is 3.1, and t(1) takes a name there; write {{a}} in the template for a number")]
    [InlineData("{{log(a - 4)}}", "t(1) has no finite value for a = 3.1")]
    [InlineData("{{evil:word}}", "evil is 'x/ &system'; t(1) takes letters, digits and . _ + - there, so that a value cannot change the input beyond its place")]
    public void Fill_WithTheWrongValue_IsRefused(string template, string message) =>
        Should.Throw<CalculationRefusedException>(() => InputTemplate.Parse("t", template).Fill(Values)).Message.ShouldBe(message);

    [Theory]
    [InlineData("{{a:real}}", "t(1): 'real' is no kind of value; use number, integer or word")]
    [InlineData("\n\n{{a +}}", "t(3): 'a +', character 4: it ends too early; write it like 'a + 2*b'")]
    [InlineData("{{a b}}", "t(1): 'a b', character 3: found 'b' after the end; write it like 'a + 2*b'")]
    [InlineData("{{2*a:word}}", "t(1): a word is a name alone, such as {{solvent:word}}; found '2*a'")]
    [InlineData("{{a", "t(1 and on): a placeholder is not closed, or not opened; write it like {{a}}")]
    public void Parse_OfAWrongPlace_NamesTheLine(string template, string message) => Should.Throw<TemplateException>(() => InputTemplate.Parse("t", template)).Message.ShouldBe(message);

    [Fact]
    public void Names_AreThoseOfAllPlaces_Once() => InputTemplate.Parse("t", "{{a*c}} {{c}} {{s:word}}").Names.ShouldBe(["a", "c", "s"]);
}
