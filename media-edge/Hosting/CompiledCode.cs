using System.Reflection;
using System.Runtime.CompilerServices;
using SmartPbx.Domain.Calls;
using SmartPbx.Media.Relay;
using SmartPbx.Sip;

namespace SmartPbx.MediaEdge.Hosting;

/// <summary>
/// Compiles what a call runs through before the first one comes. A process that has just started, in the middle of a rolling update perhaps, otherwise spends its
/// first seconds in the compiler while callers repeat their INVITEs. Some seconds of one core.
/// </summary>
internal static class CompiledCode
{
    private const BindingFlags Own = BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Assembly[] Hot = [typeof(SipStack).Assembly, typeof(MediaEngine).Assembly, typeof(CompiledCode).Assembly, typeof(CallDetailRecord).Assembly];

    /// <summary>Compiles on this thread.</summary>
    /// <param name="adapters">Where the ports are served from.</param>
    public static void Prepare(Assembly adapters)
    {
        RehearsedRecord.Write();
        foreach (var type in Hot.Append(adapters).SelectMany(assembly => assembly.GetTypes()).Where(type => !type.ContainsGenericParameters))
            foreach (var method in type.GetMethods(Own).Concat<MethodBase>(type.GetConstructors(Own)))
                if (!method.IsAbstract && !method.ContainsGenericParameters && method.GetMethodBody() is not null) RuntimeHelpers.PrepareMethod(method.MethodHandle);
        GC.Collect(); // what the start has left alive: no call waits while that is marked for the first time
    }
}
