using SmartPbx.Bench.Machine;

namespace SmartPbx.Bench.Signalling;

/// <summary>kamailio of Debian as a plain stateful proxy with Record-Route: the least that can stand between two phones.</summary>
internal sealed class KamailioServer : ISipServer
{
    private readonly PinnedProcess _process;

    public KamailioServer(BenchArguments arguments)
    {
        var folder = arguments.Scratch("kamailio");
        var configuration = Path.Combine(folder, "kamailio.cfg");
        File.WriteAllText(configuration, Configuration);
        _process = PinnedProcess.Start($"{Cores.Measured}", "kamailio",
            ["-DD", "-E", "-f", configuration, "-m", "512", "-M", "16", "-Y", folder, "-P", Path.Combine(folder, "kamailio.pid")], folder);
        SpinWait.SpinUntil(() => ProcessIds.Count > 2 || _process.HasExited, TimeSpan.FromSeconds(15));
        MustRun();
    }

    public string Name => "kamailio";

    public int Port => SipPorts.Kamailio;

    public IReadOnlyList<int> ProcessIds =>
        [_process.Id, .. File.ReadAllText($"/proc/{_process.Id}/task/{_process.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];

    public void MustRun() => _process.MustRun();

    public void Dispose()
    {
        _process.Terminate();
        _process.Dispose();
    }

    private static string Configuration => $$"""
        #!KAMAILIO
        debug=-1
        log_stderror=yes
        children=2
        disable_tcp=yes
        auto_aliases=no
        listen=udp:127.0.0.1:{{SipPorts.Kamailio}}
        loadmodule "tm.so"
        loadmodule "sl.so"
        loadmodule "rr.so"
        loadmodule "pv.so"
        loadmodule "maxfwd.so"
        loadmodule "textops.so"
        loadmodule "siputils.so"
        request_route {
          if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
          if (is_method("CANCEL")) { if (t_check_trans()) t_relay(); exit; }
          if (has_totag()) {
            if (loose_route()) { t_relay(); exit; }
            if (is_method("ACK")) { if (t_check_trans()) t_relay(); exit; }
            sl_send_reply("404", "Not here");
            exit;
          }
          t_check_trans();
          if (is_method("INVITE")) record_route();
          $du = "sip:127.0.0.1:{{SipPorts.Callee}}";
          t_relay();
        }
        """;
}
