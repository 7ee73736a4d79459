using System.CommandLine;
using ClosedLoop.Mqtt;

namespace ClosedLoop;

/// <summary><c>closedloop passwd</c>: users of a broker, in a file that mosquitto reads as well.</summary>
internal static class PasswdCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The password file; made if there is none" };
        var user = new Argument<string>("USER") { Description = "The user to add, or whose password to change" };
        var command = new Command(
            "passwd",
            "Set a user's password in the password file of a broker (closedloop broker --password-file, or mosquitto). It is asked for, or read from the first "
                + "line of the input if that is redirected")
        {
            file, user,
        };
        command.SetAction((arguments, cancellationToken) =>
            CommandBorder.GuardAsync(_ => Task.FromResult(Run(arguments.GetValue(file)!, arguments.GetValue(user)!))));
        return command;
    }

    private static int Run(string file, string user)
    {
        var password = Console.IsInputRedirected ? Console.In.ReadLine() : AskTwice(user);
        if (string.IsNullOrEmpty(password))
        {
            throw new BadInputException("the password is empty; nothing is changed");
        }

        try
        {
            MqttPasswordFile.SetPassword(file, user, password);
        }
        catch (ArgumentException e)
        {
            throw new BadInputException(e.Message);
        }

        Console.WriteLine($"{user} has a new password in {file}");
        return ExitCode.Done;
    }

    private static string AskTwice(string user)
    {
        var first = Ask($"Password of {user}: ");
        return first == Ask("Once more: ") ? first : throw new BadInputException("these are two different passwords; nothing is changed");
    }

    private static string Ask(string question)
    {
        Console.Write(question);
        var typed = new System.Text.StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        Console.WriteLine();
        return typed.ToString();
    }
}
