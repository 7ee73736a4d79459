using System.Text;
using ClosedLoop.CampaignFiles;
using ClosedLoop.Messaging;

namespace ClosedLoop;

/// <summary>Answers the questions of hosts with the same conversation that other programs have on standard input.</summary>
internal sealed class QuestionedOptimizer
{
    // A conversation keeps its fits, which saves time and changes nothing.
    private const int MostConversations = 16;

    private readonly LinkedList<Conversation> _conversations = [];

    /// <summary>The answer to one question; an error in it says what is wrong with the question.</summary>
    public ProposalMessage Answer(PlannerQuestionMessage question)
    {
        var declaration = question.Declare.GetRawText();
        var known = _conversations.FirstOrDefault(each => each.Run == question.Run && each.Declaration == declaration);
        if (known is not null)
        {
            _conversations.Remove(known);
        }

        var conversation = known ?? new Conversation(question.Run, declaration, new OptimizerSession(DataFolder.Of("question")));
        _conversations.AddFirst(conversation);
        if (_conversations.Count > MostConversations)
        {
            _conversations.RemoveLast();
        }

        var answer = Say(conversation.Session, known is null ? $"{{\"declare\":{declaration}}}" : """{"reset":{}}""");
        if (answer.Error is null && question.Tell.Count > 0)
        {
            answer = Say(conversation.Session, $"{{\"tell\":{Text(question.Tell)}}}");
        }

        if (answer.Error is not null)
        {
            _conversations.Remove(conversation);
            return answer;
        }

        return Say(conversation.Session, question.Ask is { } ask ? $"{{\"ask\":{Text(ask)}}}" : """{"model":{}}""");
    }

    private static ProposalMessage Say(OptimizerSession session, string request)
    {
        var answer = session.Answer(Encoding.UTF8.GetBytes(request), 1);
        return LabJson.TryRead<ProposalMessage>(answer, out var proposal, out var problem, LabJson.LargestSubmission)
            ? proposal
            : new ProposalMessage { Error = new PlannerError(problem) };
    }

    private static string Text<T>(T value)
        where T : class => Encoding.UTF8.GetString(LabJson.Write(value));

    private sealed record Conversation(string Run, string Declaration, OptimizerSession Session);
}
