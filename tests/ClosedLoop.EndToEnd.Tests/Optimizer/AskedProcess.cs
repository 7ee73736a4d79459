using System.Diagnostics;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary><c>closedloop optimizer</c> as another program sees it: it writes requests and reads answers.</summary>
internal sealed class AskedProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    public AskedProcess(params IEnumerable<string> arguments)
        : this(new Dictionary<string, string>(), arguments)
    {
    }

    /// <param name="environment">Variables of its environment besides those of this process.</param>
    /// <param name="arguments">Options of the command.</param>
    public AskedProcess(IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [Executable.Path, "optimizer", .. arguments])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
                WorkingDirectory = Executable.Checkout,
            },
        };
        foreach (var (name, value) in environment)
        {
            _process.StartInfo.Environment[name] = value;
        }

        _process.Start();
        _errors = _process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    public Stream Input => _process.StandardInput.BaseStream;

    public StreamReader Output => _process.StandardOutput;

    public async Task<string> AskAsync(string request)
    {
        await _process.StandardInput.WriteLineAsync(request.ReplaceLineEndings(" "));
        await _process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        return await Output.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Until.Patience, TestContext.Current.CancellationToken)
            ?? throw new InvalidOperationException($"It ended: {await _errors}");
    }

    /// <summary>Ctrl-C.</summary>
    public async Task InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", $"{_process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Exit code and standard error.</summary>
    public async Task<(int Code, string Errors)> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Until.Patience, TestContext.Current.CancellationToken);
        return (_process.ExitCode, await _errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }
}
