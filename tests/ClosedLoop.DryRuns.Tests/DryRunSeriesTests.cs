namespace ClosedLoop.DryRuns.Tests;

public sealed class DryRunSeriesTests
{
    [Fact]
    public void Run_OnTwoThreads_GivesWhatOneThreadGives() => Journals(2).ShouldBe(Journals(1));

    [Fact]
    public void Run_Cancelled_KeepsWhatHasEnded()
    {
        using var end = new CancellationTokenSource();
        var done = new List<int>();

        DryRunSeries.Run(
            Files.Plan(),
            50,
            1,
            outcome =>
            {
                done.Add(outcome.Number);
                if (done.Count == 2)
                {
                    end.Cancel();
                }
            },
            end.Token);

        done.ShouldBe([1, 2]);
    }

    [Fact]
    public void Run_WhoseCallerFails_TellsTheFailure() =>
        Should.Throw<InvalidOperationException>(() => DryRunSeries.Run(Files.Plan(), 3, 2, _ => throw new InvalidOperationException("full"), CancellationToken.None)).Message.ShouldBe("full");

    private static SortedDictionary<int, string> Journals(int threads)
    {
        var journals = new SortedDictionary<int, string>();
        DryRunSeries.Run(Files.Plan(), 4, threads, outcome => journals[outcome.Number] = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(outcome.Journal)), CancellationToken.None);
        return journals;
    }
}
