using System.Text;

namespace ClosedLoop.CampaignFiles.Tests;

public sealed class ScribbleTests
{
    private const string Signs = "\t\n\r :,-[]{}\"'&*!|>%@#?~<=+.0aé\u0000\uD800";

    [Fact]
    public void Campaign_ScribbledOver_IsEitherReadOrExplained()
    {
        for (var seed = 0; seed < 3000; seed++)
        {
            var text = Scribble(CampaignFileReaderTests.EveryKey, new Random(seed));

            var result = CampaignFileReader.Read(text, "test.yaml", _ => null);

            (result.Spec is null).ShouldBe(result.Errors.Count > 0, $"seed {seed}");
            var lines = text.Count(sign => sign is '\n' or '\r') + 2;
            result.Errors.ShouldAllBe(error => error.Line >= 1 && error.Line <= lines, $"seed {seed}");
        }
    }

    [Fact]
    public void Lab_ScribbledOver_IsEitherReadOrExplained()
    {
        for (var seed = 0; seed < 1500; seed++)
        {
            var text = Scribble(LabFileReaderTests.EveryKey, new Random(seed));

            var result = LabFileReader.Read(text, "test.yaml");

            (result.File is null).ShouldBe(result.Errors.Count > 0, $"seed {seed}");
        }
    }

    private static string Scribble(string text, Random random)
    {
        var scribbled = new StringBuilder(text);
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var at = random.Next(scribbled.Length);
            switch (random.Next(4))
            {
                case 0:
                    scribbled[at] = Signs[random.Next(Signs.Length)];
                    break;
                case 1:
                    scribbled.Insert(at, Signs[random.Next(Signs.Length)]);
                    break;
                case 2:
                    scribbled.Remove(at, Math.Min(random.Next(1, 30), scribbled.Length - at));
                    break;
                default:
                    scribbled.Insert(at, text.AsSpan(random.Next(text.Length / 2), random.Next(1, 60)));
                    break;
            }
        }

        return scribbled.ToString();
    }
}
