using Divoc.Functions.Domain;
using Divoc.Functions.Domain.Json;

namespace Divoc.Functions.Certificates;

/// <summary>
/// Reads the body of a call that requests the certificates of a person: an object with <c>preEnrollmentCode</c>. The code is in the body
/// because URLs are logged, and such a code must not be.
/// </summary>
public static class CodeOrderReader
{
    private const string Member = "preEnrollmentCode";

    /// <summary>Reads a body.</summary>
    /// <param name="body">
    /// The body as it was received; of a larger one, <see cref="ChangeOrderReader.BodyBytes"/> and one byte are enough.
    /// </param>
    /// <param name="faults">Everything that is wrong; empty if the code can be used.</param>
    /// <returns>The code; empty if something is wrong.</returns>
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
            body.NoteMember(Member, FaultCodes.Required, $"{Member} is required: send the code of the person.");
        }

        return code?.Text() ?? "";
    }
}
