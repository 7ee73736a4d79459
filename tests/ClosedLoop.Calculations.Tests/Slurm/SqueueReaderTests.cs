using System.Text;
using System.Text.Json;

namespace ClosedLoop.Calculations.Tests;

public sealed class SqueueReaderTests
{
    [Fact]
    public void Read_OfRelease2205_KeepsOursWithTheirTasks()
    {
        var jobs = Read("""
            {"errors": [], "jobs": [
              {"job_id": 7, "array_job_id": 0, "array_task_id": null, "array_task_string": "", "name": "vasp", "comment": "mine", "job_state": "RUNNING", "state_reason": "None", "exit_code": 0},
              {"job_id": 8, "array_job_id": 0, "array_task_id": null, "array_task_string": "", "name": "r.1.scf.1", "comment": "closedloop abc r.1.scf.1", "job_state": "FAILED", "state_reason": "NonZeroExitCode", "exit_code": 256},
              {"job_id": 9, "array_job_id": 9, "array_task_id": null, "array_task_string": "4,7-9%2", "name": "r.2.scf.1+9", "comment": "closedloop def r.2.scf.1", "job_state": "PENDING", "state_reason": "JobHeldUser", "state_description": "launch failed requeued held", "exit_code": 0},
              {"job_id": 10, "array_job_id": 9, "array_task_id": 3, "array_task_string": "", "name": "r.5.scf.1", "comment": "closedloop def r.5.scf.1", "job_state": "RUNNING", "state_reason": "None", "exit_code": 0}]}
            """);

        jobs.Select(job => (job.Id, job.Batch, job.State, job.ExitStatus)).ShouldBe(
            [(8, "abc", SlurmState.Failed, 256), (9, "def", SlurmState.Pending, 0), (10, "def", SlurmState.Running, 0)]);
        jobs[1].Reason.ShouldBe("launch failed requeued held");
        Enumerable.Range(0, 11).Where(jobs[1].Holds).ShouldBe([4, 7, 8, 9]);
        Enumerable.Range(0, 11).Where(jobs[2].Holds).ShouldBe([3]);
        (jobs[0].Address(0), jobs[2].Address(3)).ShouldBe(("8", "9_3"));
    }

    [Fact]
    public void Read_OfLaterReleases_UnwrapsNumbersAndStates()
    {
        var jobs = Read("""
            {"errors": [], "jobs": [
              {"job_id": 8, "array_job_id": {"set": true, "infinite": false, "number": 0}, "array_task_id": {"set": false, "infinite": false, "number": 0}, "array_task_string": "",
               "name": "r.1.scf.1", "comment": "closedloop abc r.1.scf.1", "job_state": ["CANCELLED", "COMPLETING"], "state_reason": "None",
               "exit_code": {"status": ["SIGNALED"], "return_code": {"set": false, "number": 0}, "signal": {"id": {"set": true, "number": 9}, "name": "SIGKILL"}}},
              {"job_id": 10, "array_job_id": {"set": true, "number": 9}, "array_task_id": {"set": true, "number": 0}, "name": "r.5.scf.1", "comment": "closedloop def r.5.scf.1",
               "job_state": ["RUNNING"], "state_reason": "None", "exit_code": {"return_code": {"set": true, "number": 2}, "signal": {"id": {"set": false, "number": 0}}}}]}
            """);

        jobs.Select(job => (job.ArrayId, job.State, job.ExitStatus)).ShouldBe([(0, SlurmState.Cancelled, 9), (9, SlurmState.Running, 512)]);
        jobs[1].Holds(0).ShouldBeTrue();
    }

    /// <summary>What 22.05 prints, with exit code 0, while the controller is away: taken for an empty queue, everything would be submitted again.</summary>
    [Fact]
    public void Read_OfAQueueThatCouldNotBeRead_IsNoEmptyQueue() => Should.Throw<JsonException>(() => Read("""
        {"errors": [{"description": "Failed while looking for jobs", "error_number": -1, "error": "Unspecified error", "source": "slurm_load_jobs"}], "jobs": []}
        """)).Message.ShouldContain("Failed while looking for jobs");

    [Fact]
    public void View_TwoEntriesOfOneRun_TheLivingOneCounts()
    {
        var jobs = Read("""
            {"jobs": [
              {"job_id": 8, "array_job_id": 0, "name": "r", "comment": "closedloop abc r", "job_state": "NODE_FAIL", "exit_code": 0},
              {"job_id": 12, "array_job_id": 0, "name": "r", "comment": "closedloop abc r", "job_state": "PENDING", "exit_code": 0},
              {"job_id": 20, "array_job_id": 20, "array_task_id": null, "array_task_string": "", "name": "s", "comment": "closedloop def s", "job_state": "CANCELLED", "exit_code": 0}]}
            """);
        var view = new SlurmView(0, jobs.ToLookup(job => job.Batch), new Dictionary<string, SlurmState>(), new HashSet<string>());

        view.Find("abc", 0)!.Id.ShouldBe(12);
        view.Find("abc", 1).ShouldBeNull();
        view.Find("def", 17)!.State.ShouldBe(SlurmState.Cancelled, "the rest of a cancelled array names no tasks");
        view.Find("ghi", 0).ShouldBeNull();
    }

    [Fact]
    public void Accounts_OfNamesThatWereAskedFor_AreTheirLastStates() =>
        SacctReader.Read("r.1|NODE_FAIL\nother|FAILED\nr.1|CANCELLED by 0\nr.2|TIMEOUT\n", new HashSet<string> { "r.1", "r.2", "r.3" })
            .ShouldBe(new Dictionary<string, SlurmState> { ["r.1"] = SlurmState.Cancelled, ["r.2"] = SlurmState.TimedOut });

    private static IReadOnlyList<SlurmEntry> Read(string json) => SqueueReader.Read(Encoding.UTF8.GetBytes(json));
}
