using System.Net.Sockets;
using ClosedLoop.Conformance;
using ClosedLoop.DryRuns;
using ClosedLoop.Mqtt;
using ClosedLoop.Orchestrator;
using ClosedLoop.Storage;
using Microsoft.Extensions.Options;

namespace ClosedLoop;

/// <summary>The border between commands and the person who typed them: expected failures become one clear message and an exit code.</summary>
internal static class CommandBorder
{
    public static async Task<int> GuardAsync(Func<ClosedLoopSettings, Task<int>> command)
    {
        try
        {
            return await command(SettingsReader.Read(SettingsReader.Configuration()));
        }
        catch (OptionsValidationException e)
        {
            return Say(ExitCode.BadInput, ["The settings are wrong:", .. e.Failures.Select(failure => $"  {failure}")]);
        }
        catch (CampaignRefusedException e)
        {
            return Say(ExitCode.BadInput, [$"Refused: {e.Message}", .. e.Difference.Select(line => $"  {line}")]);
        }
        catch (ConformanceRefusedException e)
        {
            return Say(ExitCode.BadInput, [e.Message]);
        }
        catch (MqttBrokerRefusedException e)
        {
            return Say(ExitCode.BadInput, ["The broker does not start:", .. e.Mistakes.Select(mistake => $"  {mistake}")]);
        }
        catch (DryRunRefusedException e)
        {
            return Say(ExitCode.BadInput, ["This cannot be dry-run yet:", .. e.Lines.Select(line => $"  {line}")]);
        }
        catch (BadInputException e)
        {
            return Say(ExitCode.BadInput, e.Lines);
        }
        catch (Exception e) when (e is IOException or SocketException or UnauthorizedAccessException or InvalidDataException)
        {
            var hint = e is FileInUseException ? " Is another host running on this data folder?" : "";
            return Say(ExitCode.Failed, [$"Failed: {e.Message}.{hint}"]);
        }
    }

    private static int Say(int code, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Console.Error.WriteLine(line);
        }

        return code;
    }
}
