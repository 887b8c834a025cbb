namespace Divoc.Functions.Domain.Json;

/// <summary>The problems of a document with their places, up to a maximum.</summary>
/// <param name="most">The maximum; a last problem says that there are more.</param>
/// <param name="subject">
/// The subject of the sentences of <see cref="JsonNodeReader"/>, which begin with a verb; empty if the place is printed before them.
/// </param>
public sealed class JsonProblems(int most = JsonProblems.Listed, string subject = "It ")
{
    /// <summary>The default maximum.</summary>
    public const int Listed = 1_000;

    private readonly List<(long Position, Fault Problem)> entries = [];
    private bool hasMore;

    /// <summary>Rises with each problem that is found, whether it is listed or not.</summary>
    public int Found { get; private set; }

    /// <summary>Whether nothing was found.</summary>
    public bool IsEmpty => entries.Count == 0;

    /// <summary>The subject of the sentences of <see cref="JsonNodeReader"/>.</summary>
    internal string Subject => subject;

    /// <summary>
    /// Whether one more problem will be listed; if not, this notes that there are more. Callers ask before they do work for the text of a
    /// problem.
    /// </summary>
    public bool HasRoom()
    {
        Found++;
        hasMore |= entries.Count >= most;
        return !hasMore;
    }

    /// <summary>Adds a problem, if there is room.</summary>
    /// <param name="position">Its position in the document, in bytes.</param>
    /// <param name="problem">The problem.</param>
    public void Add(long position, Fault problem)
    {
        if (HasRoom())
        {
            entries.Add((position, problem));
        }
    }

    /// <summary>The problems in the order of the document; those of one place in the order in which they were found.</summary>
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
