// From the shared load tools of the project, with one option more: -D NUMBER dials one number in every call and puts the call's index
// into the From user instead, for B2BUAs that know only the numbers they were given.
// sipgen: UDP SIP UAC+UAS in one thread for proxies/B2BUAs; us-resolution latency with kernel rx timestamps.
// UAC 127.0.0.1:5080 -> target (127.0.0.1:5060) -> UAS 127.0.0.1:5070.   gcc -O2 -o sipgen sipgen.c -lm
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <stdint.h>
#include <unistd.h>
#include <errno.h>
#include <time.h>
#include <math.h>
#include <dirent.h>
#include <getopt.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/epoll.h>
#include <netinet/in.h>
#include <arpa/inet.h>
typedef struct { uint64_t tinv,t100,t180,t200,tbye,uinv,u180,u200,ubye,byeR; uint8_t st,ust,nretx,unretx,byeretx; uint16_t code; char contact[96],route[256],totag[64]; int pa,pb; char ipa[20],ipb[20]; char*u200msg; int u200len; struct sockaddr_in uaddr; } Call;
enum{IDLE,INV,PROC,UP,BYE,DONE,FAIL};
static Call*C; static int NC,started,completed,failed,dupinv,rinv,rbye,r200,unexpected,upcount; static int uac,uas; static struct sockaddr_in tgt; static unsigned run; static int K=32,holdmode; static double hold=0; static int noring=0,uacport=5080,uasport=5070; static int failcodes[700];
static inline uint64_t now(void){struct timespec t;clock_gettime(CLOCK_REALTIME,&t);return t.tv_sec*1000000000ull+t.tv_nsec;}
typedef struct{uint64_t t;int i;}Tm; typedef struct{Tm*a;size_t h,n,cap;}Q; static Q qi,qh,qb,qu;
static void qpush(Q*q,uint64_t t,int i){ if(q->h+q->n==q->cap){ if(q->h>q->cap/2){memmove(q->a,q->a+q->h,q->n*sizeof(Tm));q->h=0;} else {q->cap=q->cap?q->cap*2:4096;q->a=realloc(q->a,q->cap*sizeof(Tm));} } q->a[q->h+q->n++]=(Tm){t,i}; }
static int qpop(Q*q,uint64_t t){ if(!q->n||q->a[q->h].t>t)return -1; int i=q->a[q->h].i;q->h++;q->n--;return i; }
static const char*user="c",*dial=0; static char sdpbuf[600];
static char* num(int i){ static char b[64]; if(dial)return strcpy(b,dial); sprintf(b,"%s%d",user,i); return b; }
static char* from(int i){ static char b[64]; if(!dial)return strcpy(b,"load"); sprintf(b,"%s%d",user,i); return b; }
static char* sdp(int port){ sprintf(sdpbuf,"v=0\r\no=- 123456 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio %d RTP/AVP 0 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\na=sendrecv\r\n",port); return sdpbuf;}
static void sendinv(int i){ char b[3000]; char*s=sdp(20000+2*(i%K)); int n=sprintf(b,"INVITE sip:%s@%s:%d SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:%d;branch=z9hG4bK-%x-%d-i;rport\r\nMax-Forwards: 70\r\nFrom: \"Load\" <sip:%s@127.0.0.1:%d>;tag=uac%x-%d\r\nTo: <sip:%s@%s:%d>\r\nCall-ID: cid-%x-%d@127.0.0.1\r\nCSeq: 1 INVITE\r\nContact: <sip:load@127.0.0.1:%d>\r\nAllow: INVITE, ACK, BYE, CANCEL, OPTIONS\r\nUser-Agent: sipgen\r\nContent-Type: application/sdp\r\nContent-Length: %d\r\n\r\n%s",num(i),inet_ntoa(tgt.sin_addr),ntohs(tgt.sin_port),uacport,run,i,from(i),uacport,run,i,num(i),inet_ntoa(tgt.sin_addr),ntohs(tgt.sin_port),run,i,uacport,(int)strlen(s),s);
  if(!C[i].tinv)C[i].tinv=now(); sendto(uac,b,n,0,(void*)&tgt,sizeof tgt); }
static void sendreq(int i,const char*m,int cseq,const char*br){ Call*c=&C[i]; char b[2000]; const char*uri=c->contact[0]?c->contact:"sip:x@127.0.0.1"; int n=sprintf(b,"%s %s SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:%d;branch=z9hG4bK-%x-%d-%s;rport\r\nMax-Forwards: 70\r\n%sFrom: \"Load\" <sip:%s@127.0.0.1:%d>;tag=uac%x-%d\r\nTo: <sip:%s@%s:%d>%s%s\r\nCall-ID: cid-%x-%d@127.0.0.1\r\nCSeq: %d %s\r\nContact: <sip:load@127.0.0.1:%d>\r\nContent-Length: 0\r\n\r\n",m,uri,uacport,run,i,br,c->route,from(i),uacport,run,i,num(i),inet_ntoa(tgt.sin_addr),ntohs(tgt.sin_port),c->totag[0]?";tag=":"",c->totag,run,i,cseq,m,uacport); sendto(uac,b,n,0,(void*)&tgt,sizeof tgt);}
static void ack300(int i){ Call*c=&C[i]; char b[2000]; int n=sprintf(b,"ACK sip:%s@%s:%d SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:%d;branch=z9hG4bK-%x-%d-i;rport\r\nMax-Forwards: 70\r\nFrom: \"Load\" <sip:%s@127.0.0.1:%d>;tag=uac%x-%d\r\nTo: <sip:%s@%s:%d>;tag=%s\r\nCall-ID: cid-%x-%d@127.0.0.1\r\nCSeq: 1 ACK\r\nContent-Length: 0\r\n\r\n",num(i),inet_ntoa(tgt.sin_addr),ntohs(tgt.sin_port),uacport,run,i,from(i),uacport,run,i,num(i),inet_ntoa(tgt.sin_addr),ntohs(tgt.sin_port),c->totag,run,i); sendto(uac,b,n,0,(void*)&tgt,sizeof tgt);}
static void parsesdp(char*b,char*ip,int*port){ char*p=strstr(b,"c=IN IP4 "); if(p)sscanf(p+9,"%19[0-9.]",ip); p=strstr(b,"m=audio "); if(p)*port=atoi(p+8);}
static void sendbye(int i){ Call*c=&C[i]; if(c->st==UP){c->st=BYE;c->tbye=now();} sendreq(i,"BYE",2,"b"); qpush(&qb,now()+500000000ull,i);}
static void uacmsg(char*b,int n,uint64_t ts){ if(strncmp(b,"SIP/2.0 ",8)){ // in-dialog request from B2BUA: answer 200
   if(!strncmp(b,"ACK",3))return; unexpected++; char o[4000];int k=sprintf(o,"SIP/2.0 200 OK\r\n");char*l=b;while((l=strstr(l,"\r\n"))){l+=2;if(*l=='\r')break;char*e=strstr(l,"\r\n");if(!strncasecmp(l,"Via",3)||!strncasecmp(l,"From",4)||!strncasecmp(l,"To:",3)||!strncasecmp(l,"Call-ID",7)||!strncasecmp(l,"CSeq",4))k+=sprintf(o+k,"%.*s\r\n",(int)(e-l),l);}k+=sprintf(o+k,"Content-Length: 0\r\n\r\n");sendto(uac,o,k,0,(void*)&tgt,sizeof tgt);return;}
  int code=atoi(b+8); char*p=strcasestr(b,"\nCall-ID: cid-"); if(!p)return; unsigned r;int i; if(sscanf(p+14,"%x-%d",&r,&i)!=2||r!=run||i<0||i>=NC)return; Call*c=&C[i]; char*cs=strcasestr(b,"\nCSeq:"); int inv=cs&&strstr(cs,"INVITE")&&strstr(cs,"INVITE")<strstr(cs+1,"\r\n"); int bye=!inv;
  if(inv){ if(code==100){if(!c->t100)c->t100=ts; if(c->st==INV)c->st=PROC;} else if(code<200){ if(!c->t180&&(code==180||code==183))c->t180=ts; if(c->st==INV)c->st=PROC; }
    else { char*t=strcasestr(b,"\nTo:"); if(t){char*e=strstr(t+1,"\r\n");char*g=strstr(t,";tag=");if(g&&g<e){int k=0;g+=5;while(k<63&&g<e&&*g!=';')c->totag[k++]=*g++;c->totag[k]=0;}}
      if(code>=300){ ack300(i); if(c->st<UP){c->st=FAIL;failed++;c->code=code;failcodes[code%700]++;} return; }
      if(!c->t200){ c->t200=ts; char*q=strcasestr(b,"\nContact:"); if(q){char*lt=strchr(q,'<');char*e=strstr(q+1,"\r\n"); if(lt&&lt<e){int k=0;lt++;while(k<95&&*lt!='>'&&lt<e)c->contact[k++]=*lt++;c->contact[k]=0;}}
        // record-route reversed
        char*rr[8];int rl[8],nr=0;char*l=b;while((l=strstr(l,"\r\n"))){l+=2;if(*l=='\r')break;char*e=strstr(l,"\r\n");if(!strncasecmp(l,"Record-Route:",13)&&nr<8){rr[nr]=l+13;rl[nr++]=e-l-13;}} int k=0;for(int j=nr-1;j>=0;j--)if(k+rl[j]<240)k+=sprintf(c->route+k,"Route:%.*s\r\n",rl[j],rr[j]);
        parsesdp(b,c->ipa,&c->pa); c->st=UP; upcount++; sendreq(i,"ACK",1,"a"); if(!holdmode)qpush(&qh,now()+(uint64_t)(hold*1e9),i); }
      else sendreq(i,"ACK",1,"a"); } }
  else if(bye&&code>=200){ if(c->st==BYE){c->st=DONE;c->byeR=ts;completed++;} } }
static void uasmsg(char*b,int n,uint64_t ts,struct sockaddr_in*from){ if(!strncmp(b,"SIP/2.0",7))return; int isinv=!strncmp(b,"INVITE ",7),isbye=!strncmp(b,"BYE ",4),isack=!strncmp(b,"ACK ",4); int i=-1; char*t=strcasestr(b,"\nTo:"); char*te=t?strstr(t+1,"\r\n"):0; char*g=t?strstr(t,";tag=uas"):0; if(g&&g<te)i=atoi(g+8); 
  if(isinv&&i<0){ char*p=strstr(b,"sip:"); p=p?strstr(p,user):0; if(p)i=atoi(p+strlen(user)); }
  if(i<0||i>=NC){unexpected++; if(isack)return;} Call*c=i>=0&&i<NC?&C[i]:0;
  if(isack){ if(c&&c->ust==1){c->ust=2; } return; }
  char o[6000],hd[4000]; int k=0; char*l=b; while((l=strstr(l,"\r\n"))){l+=2;if(*l=='\r')break;char*e=strstr(l,"\r\n"); if(!strncasecmp(l,"Via",3)||!strncasecmp(l,"From",4)||!strncasecmp(l,"Call-ID",7)||!strncasecmp(l,"CSeq",4)||!strncasecmp(l,"Record-Route",12))k+=sprintf(hd+k,"%.*s\r\n",(int)(e-l),l); else if(!strncasecmp(l,"To:",3)){ if(g||i<0)k+=sprintf(hd+k,"%.*s\r\n",(int)(e-l),l); else k+=sprintf(hd+k,"%.*s;tag=uas%d\r\n",(int)(e-l),l,i);} if(k>3500)break; }
  if(isinv&&c){ int re=g!=0; if(!re){ if(c->ust){dupinv++; if(c->u200msg)sendto(uas,c->u200msg,c->u200len,0,(void*)from,sizeof *from); return;} c->uinv=ts; parsesdp(b,c->ipb,&c->pb); c->uaddr=*from; c->ust=1;
      if(!noring){ int m=sprintf(o,"SIP/2.0 180 Ringing\r\n%sContact: <sip:%s%d@127.0.0.1:%d>\r\nContent-Length: 0\r\n\r\n",hd,user,i,uasport); c->u180=now(); sendto(uas,o,m,0,(void*)from,sizeof *from);} }
    char*s=sdp(30000+2*(i%K)); int m=sprintf(o,"SIP/2.0 200 OK\r\n%sContact: <sip:%s%d@127.0.0.1:%d>\r\nAllow: INVITE, ACK, BYE, CANCEL, OPTIONS\r\nContent-Type: application/sdp\r\nContent-Length: %d\r\n\r\n%s",hd,user,i,uasport,(int)strlen(s),s); if(!re){c->u200=now(); c->u200msg=malloc(m); memcpy(c->u200msg,o,m); c->u200len=m; qpush(&qu,now()+500000000ull,i);} sendto(uas,o,m,0,(void*)from,sizeof *from); return; }
  if(isbye&&c&&!c->ubye)c->ubye=ts; int m=sprintf(o,"SIP/2.0 200 OK\r\n%sContent-Length: 0\r\n\r\n",hd); sendto(uas,o,m,0,(void*)from,sizeof *from); }
static int cmp(const void*a,const void*b){uint64_t x=*(uint64_t*)a,y=*(uint64_t*)b;return x<y?-1:x>y;}
static void stat_(const char*nm,int from,uint64_t(*f)(Call*)){ uint64_t*v=malloc(8*(NC+1));int n=0;for(int i=from;i<started;i++){uint64_t x=f(&C[i]);if(x&&x<(1ull<<62))v[n++]=x;} if(n){qsort(v,n,8,cmp);printf(" %s_us p50=%.0f p99=%.0f max=%.0f;",nm,v[n/2]/1e3,v[(int)(n*0.99)]/1e3,v[n-1]/1e3);} free(v);}
static uint64_t f100(Call*c){return c->t100>c->tinv?c->t100-c->tinv:0;} static uint64_t f180(Call*c){return c->t180?c->t180-c->tinv:0;} static uint64_t f200(Call*c){return c->t200?c->t200-c->tinv:0;} static uint64_t fit(Call*c){return c->uinv?c->uinv-c->tinv:0;} static uint64_t f18t(Call*c){return c->t180>c->u180&&c->u180?c->t180-c->u180:0;} static uint64_t f20t(Call*c){return c->t200>c->u200&&c->u200?c->t200-c->u200:0;} static uint64_t fby(Call*c){return c->ubye>c->tbye?c->ubye-c->tbye:0;}
static double cpu(int pid){ clockid_t c; struct timespec t; if(clock_getcpuclockid(pid,&c)||clock_gettime(c,&t))return 0; return t.tv_sec+t.tv_nsec/1e9; }
static double cput(int pid){ char p[128],b[1024]; snprintf(p,128,"/proc/%d/stat",pid); FILE*f=fopen(p,"r"); if(!f)return 0; size_t n=fread(b,1,1023,f);b[n]=0;fclose(f); char*q=strrchr(b,')'); unsigned long u,s; sscanf(q+2,"%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",&u,&s); return (u+s)/(double)sysconf(_SC_CLK_TCK);} 
static long rss(int pid){char p[64],l[256];snprintf(p,64,"/proc/%d/status",pid);FILE*f=fopen(p,"r");long r=0;if(!f)return 0;while(fgets(l,256,f))if(sscanf(l,"VmRSS: %ld",&r)==1)break;fclose(f);return r;}
static volatile int stop; static void onsig(int s){stop=1;}
int main(int ac,char**av){ double rate=100,dur=10; int c,pids[64],np=0,port=5060; const char*map=0,*ip="127.0.0.1",*tag=""; int hn=0; double warm=1; int trim=0;
  while((c=getopt(ac,av,"r:d:H:P:p:n:m:T:u:w:Ri:a:b:D:"))!=-1)switch(c){case 'r':rate=atof(optarg);break;case 'd':dur=atof(optarg);break;case 'H':hold=atof(optarg);break;case 'P':pids[np++]=atoi(optarg);break;case 'p':port=atoi(optarg);break;case 'n':hn=atoi(optarg);holdmode=1;break;case 'm':map=optarg;break;case 'T':tag=optarg;break;case 'u':user=optarg;break;case 'D':dial=optarg;break;case 'w':warm=atof(optarg);break;case 'R':noring=1;break;case 'i':ip=optarg;break;case 'a':uacport=atoi(optarg);break;case 'b':uasport=atoi(optarg);break;}
  signal(SIGTERM,onsig);signal(SIGINT,onsig); run=(unsigned)(now()/1000000)&0xffffff; NC=holdmode?hn:(int)(rate*dur)+1; C=calloc(NC+1,sizeof(Call)); tgt=(struct sockaddr_in){.sin_family=AF_INET,.sin_port=htons(port)};inet_aton(ip,&tgt.sin_addr);
  int ep=epoll_create1(0); for(int s=0;s<2;s++){int f=socket(AF_INET,SOCK_DGRAM|SOCK_NONBLOCK,0);int b=32<<20,one=1;setsockopt(f,SOL_SOCKET,SO_RCVBUFFORCE,&b,4);setsockopt(f,SOL_SOCKET,SO_SNDBUFFORCE,&b,4);setsockopt(f,SOL_SOCKET,SO_TIMESTAMPNS,&one,4);struct sockaddr_in a={.sin_family=AF_INET,.sin_port=htons(s?uasport:uacport)};inet_aton("127.0.0.1",&a.sin_addr);if(bind(f,(void*)&a,sizeof a)){perror("bind");return 1;} if(s)uas=f;else uac=f;struct epoll_event e={.events=EPOLLIN,.data.u32=s};epoll_ctl(ep,EPOLL_CTL_ADD,f,&e);} 
  uint64_t t0=now(); double c0=0,ct0=0; long r0=0; for(int i=0;i<np;i++){c0+=cpu(pids[i]);ct0+=cput(pids[i]);r0+=rss(pids[i]);} double g0=cput(getpid()); int total=holdmode?hn:(int)(rate*dur); uint64_t lastact=t0; int mapdone=0; uint64_t end=0;
  static char buf[32][8192]; struct mmsghdr mm[32];struct iovec io[32];static char cb[32][128];static struct sockaddr_in fa[32];
  for(;;){ uint64_t t=now(); int due=(int)((t-t0)/1e9*rate)+1; if(due>total)due=total; int burst=0; while(started<due&&burst++<64&&!stop){ C[started].st=INV; sendinv(started); qpush(&qi,now()+500000000ull,started); started++; }
    int i; while((i=qpop(&qi,t))>=0){ Call*x=&C[i]; if(x->st==INV){ if(x->nretx>=6){x->st=FAIL;failed++;failcodes[0]++;} else {x->nretx++;rinv++;sendinv(i);qpush(&qi,t+500000000ull,i);} } else if(x->st==PROC){ if(t-x->tinv>8000000000ull){x->st=FAIL;failed++;failcodes[1]++;} else qpush(&qi,t+500000000ull,i);} }
    while((i=qpop(&qh,t))>=0)sendbye(i);
    while((i=qpop(&qb,t))>=0){Call*x=&C[i]; if(x->st==BYE){ if(x->byeretx>=6){x->st=FAIL;failed++;failcodes[2]++;}else{x->byeretx++;rbye++;sendbye(i);} } }
    while((i=qpop(&qu,t))>=0){Call*x=&C[i]; if(x->ust==1&&x->unretx<6&&!x->ubye){x->unretx++;r200++;sendto(uas,x->u200msg,x->u200len,0,(void*)&x->uaddr,sizeof x->uaddr);qpush(&qu,t+500000000ull,i);} }
    struct epoll_event ev[4]; uint64_t nx=t0+(uint64_t)(started/rate*1e9); struct timespec ts={0,1000000}; if(started<total&&nx<t+1000000)ts.tv_nsec=nx>t?nx-t:0; int n=epoll_pwait2(ep,ev,4,&ts,0);
    for(int k=0;k<n;k++){ int f=ev[k].data.u32?uas:uac; for(int j=0;j<32;j++){io[j]=(struct iovec){buf[j],8191};memset(&mm[j],0,sizeof mm[j]);mm[j].msg_hdr.msg_iov=&io[j];mm[j].msg_hdr.msg_iovlen=1;mm[j].msg_hdr.msg_control=cb[j];mm[j].msg_hdr.msg_controllen=128;mm[j].msg_hdr.msg_name=&fa[j];mm[j].msg_hdr.msg_namelen=sizeof fa[j];}
      int r=recvmmsg(f,mm,32,0,0); for(int j=0;j<r;j++){ buf[j][mm[j].msg_len]=0; uint64_t rn=0; struct cmsghdr*cm=CMSG_FIRSTHDR(&mm[j].msg_hdr); for(;cm;cm=CMSG_NXTHDR(&mm[j].msg_hdr,cm))if(cm->cmsg_type==SCM_TIMESTAMPNS){struct timespec q;memcpy(&q,CMSG_DATA(cm),sizeof q);rn=q.tv_sec*1000000000ull+q.tv_nsec;} if(!rn)rn=now(); if(f==uas)uasmsg(buf[j],mm[j].msg_len,rn,&fa[j]);else uacmsg(buf[j],mm[j].msg_len,rn); } if(r>0)lastact=now(); }
    if(holdmode){ if(!mapdone&&started==total&&upcount+failed>=total){ mapdone=1; long r1=0;for(int q=0;q<np;q++)r1+=rss(pids[q]); if(map){FILE*f=fopen(map,"w");for(int q=0;q<total;q++)if(C[q].st==UP)fprintf(f,"%s %d %s %d\n",C[q].ipa,C[q].pa,C[q].ipb,C[q].pb);fclose(f);} printf("%s HOLD up=%d failed=%d rinv=%d r200=%d rss0=%ld rss1=%ld KB/call=%.1f\n",tag,upcount,failed,rinv,r200,r0,r1,(double)(r1-r0)/total);fflush(stdout);} 
      if((stop||(now()-t0)/1e9>dur)&&!end){ end=now(); for(int q=0;q<total;q++)if(C[q].st==UP){sendbye(q); if(q%20==19)usleep(10000);} } if(end&&(completed+failed>=total||now()-end>5000000000ull))break; }
    else { if(started==total&&completed+failed>=total)break; if(started==total&&now()-lastact>9000000000ull)break; if(stop)break; if((now()-t0)/1e9>dur+12)break; } }
  double el=(lastact-t0)/1e9; double c1=0,ct1=0;long r1=0; for(int i=0;i<np;i++){c1+=cpu(pids[i]);ct1+=cput(pids[i]);r1+=rss(pids[i]);} (void)trim;(void)warm;
  printf("%s rate=%.0f started=%d completed=%d failed=%d retxINV=%d retxBYE=%d retx200=%d dupINVatUAS=%d unexp=%d el=%.2fs cps=%.1f | cpu_s=%.3f(sched %.3f) cpu_ms/call=%.4f cpu%%=%.1f rssKB %ld->%ld gen_cpu_s=%.2f |",tag,rate,started,completed,failed,rinv,rbye,r200,dupinv,unexpected,el,completed/el,ct1-ct0,c1-c0,completed?(c1-c0)*1e3/completed:0,(c1-c0)/el*100,r0,r1,cput(getpid())-g0);
  int from=started>20?started/10:0; stat_("inv-100",from,f100);stat_("inv-180",from,f180);stat_("inv-200",from,f200);stat_("INVtransit",from,fit);stat_("180transit",from,f18t);stat_("200transit",from,f20t);stat_("BYEtransit",from,fby); for(int i=0;i<700;i++)if(failcodes[i])printf(" fail[%d]=%d",i,failcodes[i]); printf("\n"); return 0; }
