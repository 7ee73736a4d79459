using ClosedLoop.Campaigns;
using ClosedLoop.Domain;

namespace ClosedLoop.Orchestrator.Tests;

public class WorkBookTests
{
    private static readonly CampaignWork.Send Send = new(new DispatchId("run", 1, "measure", 1));
    private static readonly CampaignWork.Place Place = new(new DispatchId("run", 2, "measure", 1), "measure");
    private static readonly CampaignWork.Propose Propose = new(1, 1, "", "");

    private readonly WorkBook _book = new();

    [Fact]
    public void Work_IsDueWhenItIsFirstOwed() => Due(0, Send, Propose).ShouldBe([Send, Propose]);

    [Fact]
    public void RepeatedWork_IsDueAgainAfterItsInterval()
    {
        Due(0, Send);
        Due(4.9, Send).ShouldBeEmpty();
        Due(5, Send).ShouldBe([Send]);
        Due(9.9, Send).ShouldBeEmpty();
        Due(10, Send).ShouldBe([Send]);
    }

    /// <summary>An instrument that has a thousand commands to take up is not sent all of them again every five seconds.</summary>
    [Fact]
    public void RepeatedWork_OfWhichThereIsMuch_IsSpread_AndWhatWasDoneLongestAgoComesFirst()
    {
        CampaignWork.Send[] sends = [.. Enumerable.Range(1, 250).Select(trial => new CampaignWork.Send(new DispatchId("run", trial, "measure", 1)))];
        Due(0, sends).Count.ShouldBe(250);
        Due(5, sends).ShouldBe(sends[..100]);
        Due(6, sends).ShouldBeEmpty();
        Wake(6, sends).ShouldBe(10);
        Due(10, sends).ShouldBe(sends[100..200]);
        Due(15, sends).ShouldBe([.. sends[200..], .. sends[..50]]);
    }

    [Fact]
    public void WorkThatIsDoneOnce_IsNotDueAgain()
    {
        Due(0, Propose);
        Due(10_000, Propose).ShouldBeEmpty();
        Due(10_000, Propose with { Number = 2 }).Count.ShouldBe(1);
    }

    [Fact]
    public void Placing_IsTriedEveryTime()
    {
        Due(0, Place).ShouldBe([Place]);
        Due(0, Place).ShouldBe([Place]);
    }

    [Fact]
    public void Work_ThatWasNotOwedForAWhile_IsDueAtOnceWhenOwedAgain()
    {
        Due(0, Send);
        Due(1).ShouldBeEmpty();
        Due(2, Send).ShouldBe([Send]);
    }

    [Fact]
    public void Wake_IsTheEarliestOfWaitsAndRepetitions()
    {
        Wake(0, Send).ShouldBe(5);
        Wake(3, Send).ShouldBe(5);
        Wake(3, Send, new CampaignWork.Await(At(4))).ShouldBe(4);
        Wake(3, Send, new CampaignWork.Await(At(40))).ShouldBe(5);
        Wake(3, Propose).ShouldBe(63);
        Wake(3, Place).ShouldBe(63);
    }

    private static DateTimeOffset At(double seconds) => Samples.At.AddSeconds(seconds);

    private List<CampaignWork> Due(double seconds, params CampaignWork[] owed) => _book.Due(owed, At(seconds), out _);

    private double Wake(double seconds, params CampaignWork[] owed)
    {
        _book.Due(owed, At(seconds), out var wake);
        return (wake - Samples.At).TotalSeconds;
    }
}
