using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Instruments.Tests;

public sealed class EndingTests
{
    private static readonly DispatchId One = LabRig.IdOf(1);

    [Fact]
    public void Step_AdapterReportsFailure_KeepsItsWords()
    {
        using var rig = new LabRig().Start();
        rig.Send(rig.Command());
        rig.Finish(1, new StepOutcome.Failed(FailureKind.Error, SampleFate.Altered, "lid open") { Outputs = new Dictionary<string, ParameterValue> { ["cost"] = 2.5, ["more"] = double.NaN } });

        var status = rig.Bus.Statuses[One];
        (status.Status, status.Failure, status.Sample, status.Message).ShouldBe((DispatchStatus.Failed, FailureKind.Error, SampleFate.Altered, "lid open"));
        status.Outputs.ShouldBe(new Dictionary<string, ParameterValue> { ["cost"] = 2.5 }, "a message holds no other numbers");
        rig.State.LastError!.ShouldContain("lid open");
        rig.Bus.Results.ShouldBeEmpty();
    }

    [Fact]
    public void Step_AdapterThrows_FailsWithSampleUnknown()
    {
        using var rig = new LabRig().Start();
        rig.Send(rig.Command());
        rig.Throw(1, new FormatException("unexpected answer"));

        var status = rig.Bus.Statuses[One];
        (status.Status, status.Sample).ShouldBe((DispatchStatus.Failed, SampleFate.Unknown));
        status.Message!.ShouldContain("unexpected answer");
        rig.State.Health.ShouldBe("degraded");
        rig.Running.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public void Step_ThrowsCancelledWithoutBeingAsked_FailsWithSampleUnknown()
    {
        using var rig = new LabRig().Start();
        rig.Send(rig.Command());
        rig.Throw(1, new OperationCanceledException());
        rig.Bus.Statuses[One].Status.ShouldBe(DispatchStatus.Failed);
        rig.Bus.Statuses[One].Sample.ShouldBe(SampleFate.Unknown);
    }

    [Fact]
    public void Step_ThrowsCancelledWhenAsked_IsCancelledWithSampleUnknown()
    {
        using var rig = new LabRig().Start();
        rig.Device.OnCancel = _ => null;
        rig.Send(rig.Command());
        rig.Send(ControlVerb.Cancel, 1);
        rig.Throw(1, new OperationCanceledException());
        rig.Bus.Statuses[One].Status.ShouldBe(DispatchStatus.Cancelled);
        rig.Bus.Statuses[One].Sample.ShouldBe(SampleFate.Unknown);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Step_OutputIsNoFiniteNumber_IsInvalid(double value)
    {
        using var rig = new LabRig().Start();
        rig.Send(rig.Command());
        rig.Finish(1, LabRig.Yield(value));
        rig.Bus.Statuses[One].Failure.ShouldBe(FailureKind.Invalid);
        rig.Bus.Statuses[One].Sample.ShouldBe(SampleFate.Unknown);
    }

    /// <summary>Such a result would be published and never believed: nobody would learn how the step ended.</summary>
    [Theory]
    [InlineData(300_000, "x", "262144")]
    [InlineData(1, "sha256:", "`outputs.spectrum` names sha256:")]
    public void Step_ResultThatTheLabWouldNotRead_IsInvalidAndSaysWhy(int times, string text, string why)
    {
        using var rig = new LabRig().Start();
        rig.Send(rig.Command());
        var outputs = new Dictionary<string, ParameterValue> { ["spectrum"] = string.Concat(Enumerable.Repeat(text, times)) };
        rig.Finish(1, new StepOutcome.Succeeded(outputs, []));
        rig.Bus.Statuses[One].Failure.ShouldBe(FailureKind.Invalid);
        rig.Bus.Statuses[One].Message.ShouldNotBeNull().ShouldContain(why);
        rig.Bus.Results.ShouldBeEmpty();
    }

    [Fact]
    public void Step_AnswersNeverBegunOutsideRecovery_FailsWithSampleUnknown()
    {
        using var rig = new LabRig().Start();
        rig.Send(rig.Command());
        rig.Finish(1, new StepOutcome.NeverBegun());
        rig.Bus.Statuses[One].Sample.ShouldBe(SampleFate.Unknown);
        rig.Device.Acts.Count.ShouldBe(1);
    }

    [Fact]
    public void Step_LongerThanItsLimit_IsStoppedAndFails()
    {
        using var rig = new LabRig().Start();
        rig.Send(rig.Command());
        rig.Advance(TimeSpan.FromMinutes(9.99));
        rig.Device.CancelAsked.ShouldBeEmpty();

        rig.Advance(TimeSpan.FromMinutes(0.02));

        var status = rig.Bus.Statuses[One];
        (status.Status, status.Failure, status.Sample).ShouldBe((DispatchStatus.Failed, FailureKind.Timeout, SampleFate.Altered));
    }

    [Fact]
    public void Step_PastItsLimitAndNotStopping_SaysSo()
    {
        using var rig = new LabRig().Start();
        rig.Device.OnCancel = _ => null;
        rig.Send(rig.Command());
        rig.Advance(TimeSpan.FromMinutes(11));

        rig.Bus.Statuses[One].Status.ShouldBe(DispatchStatus.Running);
        rig.Bus.Statuses[One].Message!.ShouldContain("time limit");
        rig.State.LastError!.ShouldContain("time limit");
        rig.Finish(1, LabRig.Yield(0.5));
        rig.Bus.Statuses[One].Status.ShouldBe(DispatchStatus.Succeeded, "nothing measured is thrown away");
    }

    [Fact]
    public void Step_EndedBeforeItsLimit_IsLeftAlone()
    {
        using var rig = new LabRig().Start();
        rig.Send(rig.Command());
        rig.Finish(1, LabRig.Yield(0.5));
        rig.Advance(TimeSpan.FromMinutes(20));
        rig.Device.CancelAsked.ShouldBeEmpty();
        rig.State.LastError.ShouldBeNull();
    }
}
