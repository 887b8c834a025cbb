using Divoc.Functions.Domain;

namespace Divoc.Functions.Types;

/// <summary>Gathers faults with their places in the body, at most as many as an answer lists.</summary>
public sealed class FaultList
{
    private readonly List<(long Position, Fault Fault)> entries = [];
    private bool hasMore;

    /// <summary>Rises with each fault that is found, whether it is listed or not.</summary>
    public int Found { get; private set; }

    /// <summary>Whether nothing was found.</summary>
    public bool IsEmpty => entries.Count == 0;

    /// <summary>Whether one more fault will be listed; if not, it is noted that there are more. Asked before much is done for the text of a fault.</summary>
    public bool HasRoom()
    {
        Found++;
        hasMore |= entries.Count >= IntakeLimits.ListedFaults;
        return !hasMore;
    }

    /// <summary>Takes a fault in, if there is room.</summary>
    /// <param name="position">Where in the body it lies, in bytes.</param>
    /// <param name="fault">The fault.</param>
    public void Add(long position, Fault fault)
    {
        if (HasRoom())
        {
            entries.Add((position, fault));
        }
    }

    /// <summary>The faults as they follow each other in the body; those of one place in the order they were found.</summary>
    public IReadOnlyList<Fault> InOrder()
    {
        var faults = entries.OrderBy(entry => entry.Position).Select(entry => entry.Fault).ToList();
        if (hasMore)
        {
            faults.Add(new Fault("", FaultCodes.MoreFaults, $"There are more than the {IntakeLimits.ListedFaults} that are listed."));
        }

        return faults;
    }
}
