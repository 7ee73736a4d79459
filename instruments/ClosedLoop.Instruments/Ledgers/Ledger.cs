using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ClosedLoop.Domain;
using ClosedLoop.Messaging;
using ClosedLoop.Storage;

namespace ClosedLoop.Instruments;

/// <summary>An instrument's own durable record of dispatches: <c>{folder}/ledger.jsonl</c>. It is what makes an id happen at most once.</summary>
/// <remarks>
/// <para>A <see cref="DurableLog"/> whose lines, all of version 1, have these types and data:</para>
/// <list type="table">
/// <item><term><c>created</c></term><description><c>ledgerId</c>: random; the first line. Another id means that the ledger was lost or replaced.</description></item>
/// <item><term><c>started</c></term><description><c>count</c>: lives of the instrument so far, this one included.</description></item>
/// <item><term><c>epoch</c></term><description><c>run</c>, <c>value</c>: the highest epoch seen of a run.</description></item>
/// <item><term><c>intent</c></term><description><c>command</c>, <c>hash</c>: accepted; written before the device is touched.</description></item>
/// <item><term><c>ended</c></term><description><c>status</c>, <c>result</c> (if it succeeded): the terminal status as published. Without an intent: refused, nothing was done.</description></item>
/// <item><term><c>tombstone</c></term><description><c>status</c>: cancelled before it was ever seen; the id is refused for ever.</description></item>
/// <item><term><c>closed</c></term><description><c>dispatchId</c>: the orchestrator holds the result. Nothing is removed.</description></item>
/// <item><term><c>activity</c></term><description><c>activity</c>: Ready, Paused or Stopped.</description></item>
/// </list>
/// <para>An intent without an end, found at opening, is a dispatch of which only the device can say what became of it.</para>
/// <para>Durable on return, each of them; after a failed append the ledger takes nothing more and the instrument has to be started again.</para>
/// </remarks>
public sealed class Ledger : IDisposable
{
    private readonly DurableLog _log;
    private readonly TimeProvider _time;
    private readonly Dictionary<DispatchId, LedgerRecord> _records = [];
    private readonly List<DispatchId> _order = [];
    private readonly Dictionary<string, long> _epochs = new(StringComparer.Ordinal);

    private Ledger(DurableLog log, TimeProvider time)
    {
        _log = log;
        _time = time;
    }

    /// <summary>The ledger's random id.</summary>
    public string Id { get; private set; } = "";

    /// <summary>How often the instrument was started, this time included.</summary>
    public long Starts { get; private set; }

    /// <summary>Whether the instrument begins steps.</summary>
    public LedgerActivity Activity { get; private set; }

    /// <summary>What an interrupted append had left and opening has cut, or null.</summary>
    public TornTail? Torn => _log.Torn;

    /// <summary>Every dispatch that was ever in, in the order of its first line.</summary>
    public IEnumerable<LedgerRecord> Records => _order.Select(id => _records[id]);

    /// <summary>Opens or creates the ledger in a folder, and records one more start.</summary>
    /// <param name="disk">Where.</param>
    /// <param name="folder">The instrument's folder.</param>
    /// <param name="time">Stamps the lines.</param>
    /// <param name="newId">Makes the random id of a new ledger.</param>
    /// <exception cref="FileInUseException">Another process runs this instrument.</exception>
    /// <exception cref="LogDamagedException">The ledger was changed or damaged: a person has to look.</exception>
    public static Ledger Open(IDisk disk, string folder, TimeProvider time, Func<string> newId)
    {
        ArgumentNullException.ThrowIfNull(newId);
        var log = DurableLog.Open(disk, Path.Combine(folder, "ledger.jsonl"));
        try
        {
            var ledger = new Ledger(log, time);
            foreach (var line in log.Lines)
            {
                ledger.Replay(line);
            }

            log.ReleaseLines();
            ledger.RecordStart(newId);
            return ledger;
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    /// <summary>What is known of a dispatch, or null if it was never seen.</summary>
    public LedgerRecord? Find(DispatchId dispatchId) => _records.GetValueOrDefault(dispatchId);

    /// <summary>The highest epoch seen of a run, or -1.</summary>
    public long EpochOf(string run) => _epochs.GetValueOrDefault(run, -1);

    /// <inheritdoc/>
    public void Dispose() => _log.Dispose();

    internal void RaiseEpoch(string run, long epoch)
    {
        Append("epoch", new LedgerEntries.Epoch(run, epoch), LedgerJson.Default.Epoch);
        _epochs[run] = epoch;
    }

    internal LedgerRecord Intend(CommandMessage command)
    {
        var hash = command.Hash();
        var at = Append("intent", new LedgerEntries.Intent(command, hash), LedgerJson.Default.Intent);
        return Put(new LedgerRecord(command.DispatchId, command, hash, at, null, null, false, false));
    }

    internal LedgerRecord End(StatusMessage status, ResultMessage? result)
    {
        Append("ended", new LedgerEntries.Ended(status, result), LedgerJson.Default.Ended);
        return Put(Ended(status, result));
    }

    internal LedgerRecord Bury(StatusMessage status)
    {
        Append("tombstone", new LedgerEntries.Tombstone(status), LedgerJson.Default.Tombstone);
        return Put(Ended(status, null) with { Tombstone = true });
    }

    internal LedgerRecord Close(LedgerRecord record)
    {
        Append("closed", new LedgerEntries.Closed(record.DispatchId), LedgerJson.Default.Closed);
        return Put(record with { Closed = true });
    }

    internal void Set(LedgerActivity activity)
    {
        Append("activity", new LedgerEntries.ActivityChanged(activity), LedgerJson.Default.ActivityChanged);
        Activity = activity;
    }

    private static T Read<T>(LogLine line, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(line.Data.Span, type) ?? throw new JsonException($"Line {line.Sequence} of the ledger holds null");

    private void RecordStart(Func<string> newId)
    {
        var batch = new List<LogEntry>();
        if (Id.Length == 0)
        {
            Id = newId();
            batch.Add(Entry("created", new LedgerEntries.Created(Id), LedgerJson.Default.Created));
        }

        Starts++;
        batch.Add(Entry("started", new LedgerEntries.Started(Starts), LedgerJson.Default.Started));
        _log.Append(batch);
    }

    private void Replay(LogLine line)
    {
        switch (line.Type, line.Version)
        {
            case ("created", 1): Id = Read(line, LedgerJson.Default.Created).LedgerId; break;
            case ("started", 1): Starts = Read(line, LedgerJson.Default.Started).Count; break;
            case ("activity", 1): Activity = Read(line, LedgerJson.Default.ActivityChanged).Activity; break;
            case ("epoch", 1):
                var epoch = Read(line, LedgerJson.Default.Epoch);
                _epochs[epoch.Run] = epoch.Value;
                break;
            case ("intent", 1):
                var intent = Read(line, LedgerJson.Default.Intent);
                Put(new LedgerRecord(intent.Command.DispatchId, intent.Command, intent.Hash, line.Time, null, null, false, false));
                break;
            case ("ended", 1):
                var ended = Read(line, LedgerJson.Default.Ended);
                Put(Ended(ended.Status, ended.Result));
                break;
            case ("tombstone", 1):
                Put(Ended(Read(line, LedgerJson.Default.Tombstone).Status, null) with { Tombstone = true });
                break;
            case ("closed", 1):
                var id = Read(line, LedgerJson.Default.Closed).DispatchId;
                Put(_records[id] with { Closed = true });
                break;
            default:
                // Skipping what a later release wrote could repeat a physical act.
                throw new NotSupportedException($"Line {line.Sequence} of the ledger has the type '{line.Type}', version {line.Version}, which this release cannot read");
        }
    }

    private LedgerRecord Ended(StatusMessage status, ResultMessage? result) =>
        _records.TryGetValue(status.DispatchId, out var record)
            ? record with { Terminal = status, Result = result }
            : new LedgerRecord(status.DispatchId, null, status.CommandHash, null, status, result, false, false);

    private LedgerRecord Put(LedgerRecord record)
    {
        if (!_records.ContainsKey(record.DispatchId))
        {
            _order.Add(record.DispatchId);
        }

        return _records[record.DispatchId] = record;
    }

    private DateTimeOffset Append<T>(string type, T data, JsonTypeInfo<T> json)
    {
        var entry = Entry(type, data, json);
        _log.Append([entry]);
        return entry.Time;
    }

    private LogEntry Entry<T>(string type, T data, JsonTypeInfo<T> json) =>
        new(_time.GetUtcNow(), type, LedgerEntries.Version, JsonSerializer.SerializeToUtf8Bytes(data, json));
}
