namespace Divoc.Functions.Domain.Json;

/// <summary>What is wrong with a document, with the places where; at most as many as are listed.</summary>
/// <param name="most">How many are listed at most; a last one says that there are more.</param>
/// <param name="subject">What stands before the sentences of <see cref="JsonNodeReader"/>, which begin with a verb: empty where the place itself is printed before them.</param>
public sealed class JsonProblems(int most = JsonProblems.Listed, string subject = "It ")
{
    /// <summary>How many are listed where nobody says otherwise.</summary>
    public const int Listed = 1_000;

    private readonly List<(long Position, Fault Problem)> entries = [];
    private bool hasMore;

    /// <summary>Rises with each problem that is found, whether it is listed or not.</summary>
    public int Found { get; private set; }

    /// <summary>Whether nothing was found.</summary>
    public bool IsEmpty => entries.Count == 0;

    /// <summary>What stands before the sentences of <see cref="JsonNodeReader"/>.</summary>
    internal string Subject => subject;

    /// <summary>Whether one more will be listed; if not, it is noted that there are more. Asked before much is done for the text of a problem.</summary>
    public bool HasRoom()
    {
        Found++;
        hasMore |= entries.Count >= most;
        return !hasMore;
    }

    /// <summary>Takes a problem in, if there is room.</summary>
    /// <param name="position">Where in the document it lies, in bytes.</param>
    /// <param name="problem">The problem.</param>
    public void Add(long position, Fault problem)
    {
        if (HasRoom())
        {
            entries.Add((position, problem));
        }
    }

    /// <summary>The problems as they follow each other in the document; those of one place in the order they were found.</summary>
    public IReadOnlyList<Fault> InOrder()
    {
        var problems = entries.OrderBy(entry => entry.Position).Select(entry => entry.Problem).ToList();
        if (hasMore)
        {
            problems.Add(new Fault("", FaultCodes.MoreFaults, $"There are more than the {most} that are listed: correct these first."));
        }

        return problems;
    }
}
