using Divoc.Functions.Domain;
using Divoc.Functions.Domain.Json;

namespace Divoc.Functions.Certificates;

/// <summary>Reads the body of a call that asks for the certificates of a person: an object with <c>preEnrollmentCode</c>. It is a body since such a code must not stand in a URL, which is logged.</summary>
public static class PersonCodeReader
{
    private const string Member = "preEnrollmentCode";

    /// <summary>Reads a body.</summary>
    /// <param name="body">The body as it came, at most one byte more than <see cref="ChangeOrderReader.BodyBytes"/> is looked for.</param>
    /// <param name="faults">Everything that is wrong; empty when the code can be looked for.</param>
    /// <returns>The code; empty where something is wrong.</returns>
    public static string Read(ReadOnlyMemory<byte> body, out IReadOnlyList<Fault> faults)
    {
        return OrderMembers.Read(body, ChangeOrderReader.Bounds, out faults, Read) ?? "";
    }

    private static string Read(JsonNodeReader body)
    {
        body.RefuseOthers(Member);
        var code = body.Find(Member)?.OrNull;
        if (code is null)
        {
            body.NoteMember(Member, FaultCodes.Required, $"{Member} is required: the code of a person.");
        }

        return code?.Text() ?? "";
    }
}
