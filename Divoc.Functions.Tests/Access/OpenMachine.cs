using Divoc.Functions.Access;

namespace Divoc.Functions.Tests.Access;

/// <summary>A host on which whoever calls is the local operator.</summary>
internal sealed class OpenMachine : ILocalOperator
{
    public bool Knows(string? key, bool hasOthers) => true;
}
